import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Branch, PassageHit } from './candidates.ts';
import { fuse } from './fuse.ts';
import type { SearchRequest } from './request.ts';
import { type Scale, scalesOf, worthOf, worthOfAbsent } from './scale.ts';

/** Hits of documents with the given scores, in the order given. */
function branch(scores: Record<string, number>, more: Partial<Branch> = {}): Branch {
  const hits = Object.entries(scores).map(([document, score]): PassageHit => {
    return { target: 0, score, row: { key: document, document, revision: 1, ordinal: 0 } };
  });
  return { kind: 'SEMANTIC', hits, exhausted: false, efforts: [], ...more };
}

/** Log-odds of 0 at a cosine of 0.85 by the one model, and of 0.5 by the other. */
const fuseAs = fuse(async ({ name }) =>
  name === 'low' ? { slope: 20, intercept: -10 } : { slope: 100, intercept: -85 },
);

/** Of a collection for each model. */
function asked(more: Partial<SearchRequest> & { words?: number } = {}, models = ['high']): SearchRequest {
  const { words = 0.5, ...others } = more;
  const targets = models.map((name) => ({
    keywordWeight: words,
    collection: { view: { model: { name, version: '1' } } },
  }));
  return { targets, fusion: 'STANDARDIZED_SCORES', ...others } as unknown as SearchRequest;
}

const inModels = ({ semantic, keyword }: { semantic?: Branch; keyword?: Branch }) => ({
  semantic: semantic ? [semantic] : [],
  keyword: keyword && { ...keyword, kind: 'KEYWORD' as const },
});

async function order(
  branches: { semantic?: Branch; keyword?: Branch },
  request: Parameters<typeof asked>[0] = {},
): Promise<string[]> {
  const { hits } = await fuseAs.run({ request: asked(request), notes: [], branches: inModels(branches) });
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
  assert.deepEqual(await order({ semantic, keyword }, { words: 0.9 }), ['b', 'a']);
  assert.deepEqual(await order({ semantic, keyword }, { words: 0.1 }), ['a', 'b']);
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
  const [scale] = scalesOf('STANDARDIZED_SCORES', [{ scores: [9, 2, 1] }]) as [Scale];
  assert.equal(worthOfAbsent(scale), worthOf(scale, 1, 3));
  const plain = (9 - 4) / Math.sqrt((25 + 4 + 9) / 3);
  assert.equal(worthOf(scale, 9, 1), plain ** 1.5);
  assert.ok(worthOf(scale, 2, 2) < 0);
});

test('a document is shown by the passage that brought it the most', async () => {
  const passage = (score: number, ordinal: number): PassageHit => ({
    target: 0,
    score,
    row: { key: `a:1:${ordinal}`, document: 'a', revision: 1, ordinal },
  });
  const shown = async (semantic: number, keyword: number) => {
    const branches = {
      semantic: branch({ b: 0.9, c: 0.8, d: 0.7 }),
      keyword: branch({ b: 9, c: 8, d: 7 }),
    };
    branches.semantic.hits.push(passage(semantic, 1));
    branches.keyword.hits.push(passage(keyword, 2));
    const { hits } = await fuseAs.run({ request: asked(), notes: [], branches: inModels(branches) });
    return hits.find(({ row }) => row.document === 'a')?.row.ordinal;
  };
  assert.equal(await shown(0.95, 7.5), 1);
  assert.equal(await shown(0.75, 9.5), 2);
});

test('equal scores have one order, whatever order they come in', async () => {
  assert.deepEqual(await order({ semantic: branch({ b: 0.5, a: 0.5 }) }), ['a', 'b']);
  const keyword = branch({ a: 1, b: 1 });
  assert.deepEqual(await order({ semantic: branch({ b: 0.5, a: 0.5 }), keyword }), ['a', 'b']);
});

test('reciprocal ranks follow the published formula with k = 10', async () => {
  const request = asked({ fusion: 'RECIPROCAL_RANK' });
  const branches = { semantic: branch({ a: 0.9, b: 0.8 }), keyword: branch({ b: 5 }) };
  const { hits } = await fuseAs.run({ request, notes: [], branches: inModels(branches) });
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
  const of = (target: number, name: string, scores: Record<string, number>): Branch => {
    const { hits, ...others } = branch(scores, { targets: new Set([target]) });
    const model = { name, version: '1', dimensions: 2 };
    return { ...others, model, hits: hits.map((hit) => ({ ...hit, target })) };
  };
  return [of(0, 'high', first), of(1, 'low', second)] as const;
}

test('cosines of two models are put on one scale: the best of a collection that does not match stays behind', async () => {
  const semantic = twoModels({ a: 0.91, b: 0.89, c: 0.8 }, { x: 0.35, y: 0.2, z: 0.1 });
  const { hits } = await fuseAs.run({
    request: asked({ mode: 'SEMANTIC' }, ['high', 'low']),
    notes: [],
    branches: { semantic },
  });
  assert.deepEqual(
    hits.map(({ row, score }) => [row.document, score.toFixed(3)]),
    [
      ['a', '0.998'],
      ['b', '0.982'],
      ['x', '0.047'],
      ['c', '0.007'],
      ['y', '0.002'],
      ['z', '0.000'],
    ],
  );
  const keyword = { ...branch({ a: 3, b: 1 }, { kind: 'KEYWORD' }), exhausted: true, unmatched: 0 };
  for (const fusion of ['STANDARDIZED_SCORES', 'RECIPROCAL_RANK'] as const) {
    const request = asked({ mode: 'HYBRID', fusion }, ['high', 'low']);
    const both = await fuseAs.run({ request, notes: [], branches: { semantic, keyword } });
    assert.deepEqual(
      both.hits.slice(0, 3).map(({ row }) => row.document),
      ['a', 'b', 'x'],
      fusion,
    );
  }
});

test('one lone document of another model does not decide the scale for all', async () => {
  const semantic = twoModels({ a: 0.91, b: 0.89, c: 0.87, d: 0.85, e: 0.83 }, { x: 0.9 });
  const keyword = { ...branch({ e: 3 }, { kind: 'KEYWORD' }), exhausted: true, unmatched: 0 };
  const request = asked({ mode: 'HYBRID', words: 0.1 }, ['high', 'low']);
  const { hits } = await fuseAs.run({ request, notes: [], branches: { semantic, keyword } });
  assert.deepEqual(
    hits.map(({ row }) => row.document).filter((document) => document !== 'x'),
    ['a', 'b', 'c', 'd', 'e'],
  );
});

test('a collection that could be searched by words only is neither behind nor ahead for that', async () => {
  const [semantic] = twoModels({ a: 0.9, b: 0.8, c: 0.7 }, {});
  const words = branch({ both: 5, a: 5, c: 1 }, { kind: 'KEYWORD' });
  const keyword = {
    ...words,
    hits: words.hits.map((hit) => (hit.row.document === 'both' ? { ...hit, target: 1 } : hit)),
  };
  const request = asked({}, ['high', 'low']);
  const { hits } = await fuseAs.run({ request, notes: [], branches: { semantic: [semantic], keyword } });
  assert.deepEqual(
    hits.map((hit) => hit.row.document),
    ['a', 'both', 'b', 'c'],
  );
});

test('the weight of a collection moves its documents as far as they match', async () => {
  const one = branch({ a: 0.9, b: 0.8 });
  const hits = [...one.hits, ...branch({ x: 0.86, y: 0.8 }).hits.map((hit) => ({ ...hit, target: 1 }))];
  const weighted = async (collectionWeights?: number[]) => {
    const request = asked({ collectionWeights }, ['high', 'high']);
    const branches = { semantic: [{ ...one, hits }] };
    const found = await fuseAs.run({ request, notes: [], branches });
    return found.hits.map(({ row }) => row.document);
  };
  assert.deepEqual(await weighted(), ['a', 'x', 'b', 'y']);
  assert.deepEqual(await weighted([1, 2]), ['x', 'a', 'b', 'y'], 'what does not match at all is not raised');
  assert.deepEqual(await weighted([0.5, 1]), ['x', 'a', 'b', 'y']);
});
