import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Branch, PassageHit } from './candidates.ts';
import { fuse } from './fuse.ts';
import type { SearchRequest } from './request.ts';
import { scaleOf, worthOf, worthOfAbsent } from './scale.ts';

/** Hits of documents with the given scores, in the order given. */
function branch(scores: Record<string, number>, more: Partial<Branch> = {}): Branch {
  const hits = Object.entries(scores).map(([document, score]): PassageHit => {
    return { target: 0, score, row: { key: document, document, revision: 1, ordinal: 0 } };
  });
  return { kind: 'SEMANTIC', hits, exhausted: false, efforts: [], ...more };
}

const inModels = ({ semantic, keyword }: { semantic?: Branch; keyword?: Branch }) => ({
  semantic: semantic ? [semantic] : [],
  keyword: keyword && { ...keyword, kind: 'KEYWORD' as const },
});

async function order(
  branches: { semantic?: Branch; keyword?: Branch },
  request: Partial<SearchRequest> = {},
): Promise<string[]> {
  const full = {
    targets: [{}],
    fusion: 'STANDARDIZED_SCORES',
    keywordWeight: 0.5,
    ...request,
  } as SearchRequest;
  const { hits } = await fuse.run({ request: full, notes: [], branches: inModels(branches) });
  return hits.map((hit) => hit.row.document);
}

test('a document that both branches rank well comes before one that only one of them knows', async () => {
  const semantic = branch({ a: 0.9, both: 0.89, b: 0.8 });
  const keyword = branch({ c: 12, both: 11.5, d: 3 });
  assert.equal((await order({ semantic, keyword }))[0], 'both');
  assert.equal((await order({ semantic, keyword }, { fusion: 'RECIPROCAL_RANK' }))[0], 'both');
});

test('the weight moves the order from one branch to the other', async () => {
  const semantic = branch({ a: 0.9, b: 0.8 });
  const keyword = branch({ b: 9, a: 1 });
  assert.deepEqual(await order({ semantic, keyword }, { keywordWeight: 0.9 }), ['b', 'a']);
  assert.deepEqual(await order({ semantic, keyword }, { keywordWeight: 0.1 }), ['a', 'b']);
});

test('the scale of a score does not matter, only how far it stands out', async () => {
  const semantic = branch({ a: 0.95, b: 0.81, c: 0.8 });
  const keyword = branch({ c: 5, b: 4.9, a: 4.8 });
  const grown = branch({ c: 5000, b: 4900, a: 4800 });
  assert.deepEqual(await order({ semantic, keyword }), await order({ semantic, keyword: grown }));
});

test('the only document with the words of the search gains by them', async () => {
  const semantic = branch({ a: 0.85, code: 0.84, b: 0.83, c: 0.81 });
  const keyword = branch({ code: 7 }, { exhausted: true, unmatched: 0 });
  assert.deepEqual(await order({ semantic, keyword }), ['code', 'a', 'b', 'c']);
});

test('a branch that finds nothing leaves the order of the other', async () => {
  const semantic = branch({ a: 0.9, b: 0.8 });
  const keyword = branch({}, { exhausted: true, unmatched: 0 });
  assert.deepEqual(await order({ semantic, keyword }), ['a', 'b']);
  assert.deepEqual(await order({ semantic }), ['a', 'b']);
});

test('a document outside a branch gets what its worst candidate has; what stands out counts more', () => {
  const scale = scaleOf('STANDARDIZED_SCORES', [9, 2, 1], undefined);
  assert.equal(worthOfAbsent(scale), worthOf(scale, 1, 3));
  const plain = (9 - 4) / Math.sqrt((25 + 4 + 9) / 3);
  assert.equal(worthOf(scale, 9, 1), plain ** 1.5);
  assert.ok(worthOf(scale, 2, 2) < 0);
});

test('equal scores have one order, whatever order they come in', async () => {
  assert.deepEqual(await order({ semantic: branch({ b: 0.5, a: 0.5 }) }), ['a', 'b']);
  const keyword = branch({ a: 1, b: 1 });
  assert.deepEqual(await order({ semantic: branch({ b: 0.5, a: 0.5 }), keyword }), ['a', 'b']);
});

test('reciprocal ranks follow the published formula with k = 10', async () => {
  const request = {
    targets: [{}],
    fusion: 'RECIPROCAL_RANK',
    keywordWeight: 0.5,
  } as unknown as SearchRequest;
  const branches = { semantic: branch({ a: 0.9, b: 0.8 }), keyword: branch({ b: 5 }) };
  const { hits } = await fuse.run({ request, notes: [], branches: inModels(branches) });
  assert.deepEqual(
    hits.map((hit) => [hit.row.document, hit.score.toFixed(6)]),
    [
      ['b', (0.5 / 12 + 0.5 / 11).toFixed(6)],
      ['a', (0.5 / 11).toFixed(6)],
    ],
  );
});

/** Of two collections with models of their own: 0 by a model of high cosines, 1 by one of low ones. */
function twoModels(first: Record<string, number>, second: Record<string, number>) {
  const of = (target: number, scores: Record<string, number>): Branch => {
    const { hits } = branch(scores);
    return {
      hits: hits.map((hit) => ({ ...hit, target })),
      kind: 'SEMANTIC',
      exhausted: false,
      efforts: [],
      targets: new Set([target]),
    };
  };
  return [of(0, first), of(1, second)];
}

test('cosines of two models are not compared: what stands out in its own collection comes first', async () => {
  const semantic = twoModels({ a: 0.86, b: 0.85, c: 0.85, d: 0.85 }, { x: 0.7, y: 0.3, z: 0.25, w: 0.2 });
  const request = {
    targets: [{}, {}],
    mode: 'SEMANTIC',
    fusion: 'RECIPROCAL_RANK',
    keywordWeight: 0.5,
  } as unknown as SearchRequest;
  const { hits } = await fuse.run({ request, notes: [], branches: { semantic } });
  const found = hits.map((hit) => hit.row.document);
  assert.deepEqual(new Set(found.slice(0, 2)), new Set(['a', 'x']));
  assert.ok(hits.every((hit, index) => index === 0 || hit.score <= (hits[index - 1] as PassageHit).score));
});

test('a collection that could be searched by words only is neither behind nor ahead for that', async () => {
  const [semantic] = twoModels({ a: 0.9, b: 0.8, c: 0.7 }, {}) as [Branch];
  const words = branch({ both: 5, a: 5, c: 1 });
  const keyword = {
    ...words,
    kind: 'KEYWORD' as const,
    hits: words.hits.map((hit) => (hit.row.document === 'both' ? { ...hit, target: 1 } : hit)),
  };
  const request = {
    targets: [{}, {}],
    fusion: 'STANDARDIZED_SCORES',
    keywordWeight: 0.5,
  } as unknown as SearchRequest;
  const { hits } = await fuse.run({ request, notes: [], branches: { semantic: [semantic], keyword } });
  assert.deepEqual(
    hits.map((hit) => hit.row.document),
    ['a', 'both', 'b', 'c'],
  );
});
