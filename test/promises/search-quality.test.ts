import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { apiOf } from '../../eval/api.ts';
import { indexSet } from '../../eval/index-set.ts';
import { readJudgedSet } from '../../eval/judged-set.ts';
import { type Mode, scoreMode } from '../../eval/score.ts';
import { bootSearch, type SearchStack } from '../support/search.ts';

const set = readJudgedSet(fileURLToPath(new URL('../../eval/fixture', import.meta.url)), 'topics');
/** A little below what was measured (eval/README.md): what falls below has become worse. */
const least: Record<Mode, number> = { KEYWORD: 0.8, SEMANTIC: 0.94, HYBRID: 0.92 };

let stack: SearchStack;
before(async () => {
  stack = await bootSearch();
  await indexSet(apiOf(stack.indexUrl), 'topics', set.documents);
});
after(() => stack[Symbol.asyncDispose]());

test('questions in English and Chinese find their documents in each mode', async () => {
  const api = apiOf(stack.query.url);
  for (const mode of ['KEYWORD', 'SEMANTIC', 'HYBRID'] as const) {
    const { ndcg10 } = await scoreMode(api, 'topics', set, mode);
    assert.ok(ndcg10 >= least[mode], `${mode}: nDCG@10 ${ndcg10.toFixed(4)}, at least ${least[mode]}`);
  }
});
