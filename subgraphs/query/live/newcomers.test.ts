import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../../chaos/random.ts';
import { passageKey } from '../../../lib/milvus/passage.ts';
import { snapshotOf } from '../pages/snapshot.ts';
import type { Branch, PassageHit } from '../search/candidates.ts';
import { fused, weigh } from '../search/fuse.ts';
import { byScore } from '../search/group.ts';
import type { SearchRequest } from '../search/request.ts';
import type { SearchResult } from '../search/search.ts';
import { comesIn } from './newcomers.ts';

const CANDIDATES = 20;
const PAGE = 5;
const collection = { id: 'c', view: { milvusName: 'v', model: { name: 'm', version: '1' } } };

function requestOf(fusion: string): SearchRequest {
  const targets = [{ keywordWeight: 0.4, collection }];
  return { targets, fusion, candidates: CANDIDATES, conditions: {}, scopes: {} } as unknown as SearchRequest;
}

type Scores = Map<string, number>;

/** The candidates of both ways of searching, out of all documents, in one order. */
function ranked(request: SearchRequest, cosines: Scores, words: Scores) {
  const branch = (kind: Branch['kind'], scores: Scores): Branch => {
    const hits = [...scores]
      .filter(([, score]) => kind === 'SEMANTIC' || score > 0)
      .map(([document, score]): PassageHit => {
        const row = { key: passageKey(document, 1, 0), document, revision: 1, ordinal: 0 };
        return { target: 0, score, row };
      })
      .sort(byScore);
    const exhausted = hits.length < CANDIDATES;
    const unmatched = kind === 'KEYWORD' && exhausted ? 0 : undefined;
    return { kind, hits: hits.slice(0, CANDIDATES), exhausted, unmatched, efforts: [] };
  };
  const branches = { semantic: [branch('SEMANTIC', cosines)], keyword: branch('KEYWORD', words) };
  const weighed = weigh(branches, request, [undefined]);
  return { hits: fused(weighed), branches: weighed.map(({ as }) => as) };
}

test('a document that a search would find on its page is never missed, and few others are taken for one', () => {
  const random = seeded(11);
  const told = { in: 0, wrongly: 0, out: 0 };
  for (let round = 0; round < 600; round++) {
    const request = requestOf(round % 3 === 0 ? 'RECIPROCAL_RANK' : 'STANDARDIZED_SCORES');
    const documents = Array.from({ length: 8 + random.below(60) }, (_, n) => `d${n}`);
    const cosine = () => 0.7 + 0.25 * random.next() ** 3;
    const score = () => (random.next() < 0.4 ? 0 : 12 * random.next() ** 2);
    const cosines = new Map(documents.map((id) => [id, cosine()]));
    const words = new Map(documents.map((id) => [id, score()]));
    const before = ranked(request, cosines, words);
    const snapshot = snapshotOf({ ...before, request, notes: [], exact: false }, []);
    // One that is new, or one that was there with other scores.
    const key = random.next() < 0.7 ? 'new' : random.oneOf(documents);
    if (before.hits.slice(0, PAGE).some(({ row }) => row.document === key)) continue;
    const one = { key, cosine: cosine(), words: score() };
    const now = ranked(request, new Map(cosines).set(key, one.cosine), new Map(words).set(key, one.words));
    const isThere = now.hits.slice(0, PAGE).some(({ row }) => row.document === key);
    const said = comesIn({ request, snapshot } as SearchResult, PAGE)(0, [one]);
    assert.ok(said || !isThere, `round ${round}: ${JSON.stringify(one)}`);
    if (isThere) told.in++;
    else if (said) told.wrongly++;
    else told.out++;
  }
  assert.ok(told.in > 50 && told.out > 200, JSON.stringify(told));
  assert.ok(told.wrongly < told.out / 10, JSON.stringify(told));
});
