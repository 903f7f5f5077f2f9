import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PassageHit } from './candidates.ts';
import { group } from './group.ts';
import type { SearchRequest } from './request.ts';

const hit = (document: string, score: number, ordinal = 0, revision = 1, target = 0): PassageHit => ({
  target,
  score,
  row: { key: `${document}:${revision}:${ordinal}`, document, revision, ordinal },
});

async function grouped(semantic: PassageHit[], keyword: PassageHit[] = []) {
  const { branches } = await group.run({
    request: {} as SearchRequest,
    notes: [],
    branches: {
      semantic: [{ kind: 'SEMANTIC', efforts: [], hits: semantic, exhausted: true }],
      keyword: { kind: 'KEYWORD', efforts: [], hits: keyword, exhausted: true },
    },
  });
  const keys = (hits: PassageHit[] | undefined) => hits?.map(({ target, row }) => `${target}/${row.key}`);
  return { semantic: keys(branches.semantic[0]?.hits), keyword: keys(branches.keyword?.hits) };
}

test('a document is one hit, shown by its best passage', async () => {
  const found = await grouped([hit('a', 0.9, 3), hit('b', 0.8), hit('a', 0.7, 1), hit('a', 0.95, 4)]);
  assert.deepEqual(found.semantic, ['0/a:1:4', '0/b:1:0']);
});

test('passages of an older revision are left out, even where only the other branch saw the newer one', async () => {
  const found = await grouped([hit('a', 0.9, 0, 1), hit('b', 0.5)], [hit('a', 3, 2, 2)]);
  assert.deepEqual(found, { semantic: ['0/b:1:0'], keyword: ['0/a:2:2'] });
});

test('documents of the same id in two collections are two documents', async () => {
  const found = await grouped([hit('a', 0.9, 0, 1, 0), hit('a', 0.8, 0, 5, 1)]);
  assert.deepEqual(found.semantic, ['0/a:1:0', '1/a:5:0']);
});
