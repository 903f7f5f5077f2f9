import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readSettings } from '../../lib/settings.ts';
import { queryConfig } from '../../subgraphs/query/config.ts';
import { startQuery } from '../../subgraphs/query/server.ts';
import { startOtherReranker } from '../support/rerank-server.ts';
import { type Found, idsOf, type SearchClient, searchClient } from '../support/search.ts';
import { bootStack } from '../support/stack.ts';

let stack: Awaited<ReturnType<typeof bootStack>>;
let gateway: SearchClient;
/** Of cities: which ones say how many people live there is for the reranker to see. */
const cities = [
  ['museums', 'Berlin', 'Berlin is well known for its museums, and people who live in Berlin like them.'],
  ['people', 'Berlin', 'In 2015 the city had 3,520,031 registered inhabitants in an area of 891.82 km².'],
  ['question', 'Questions', 'How many people live in Berlin is a question that many people ask.'],
  ['munich', 'Munich', 'Many people live in Munich, and many of them have been to Berlin.'],
];
const 城市 = [
  ['博物館', '臺北', '臺北有許多博物館。國立故宮博物院收藏了許多文物。每年有很多人到臺北參觀博物館。'],
  ['人口', '臺北', '臺北位於臺灣北部的盆地。淡水河流經市區。市內有捷運。二〇二〇年時約有二百六十萬人居住在這裡。'],
  ['問題', '問題', '有人問臺北有多少人口這個問題，也有人問別的問題。問題很多，答案很少。'],
  ['高雄', '高雄', '高雄有許多人口，其中許多人去過臺北。高雄有港口。'],
];

before(async () => {
  stack = await bootStack('one');
  gateway = searchClient(stack.url);
  await gateway.data('mutation { createCollection(input: { name: "articles" }) { collection { id } } }');
  await add([...cities, ...城市].map(([documentId, title, content]) => ({ documentId, title, content })));
});
after(() => stack?.[Symbol.asyncDispose]());

async function add(documents: object[]) {
  const { addDocuments } = await gateway.data(
    'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { job { status } } }',
    { input: { collection: 'articles', documents, waitFor: 'INDEXED' } },
  );
  assert.equal(addDocuments.job.status, 'COMPLETED');
}

const question = 'how many people live in Berlin?';
const 問題 = '臺北有多少人口？';
for (const text of [question, 問題]) for (const mode of ['KEYWORD','SEMANTIC','HYBRID']) for (const rerank of [false, true]) test('x'+text+mode+rerank, async () => {
    const f = await gateway.search({ text, rerank, mode });
    console.log(text, mode, rerank, idsOf(f).join(), f.explain.notes, f.explain.stages.map(s=>s.name+' '+s.milliseconds.toFixed(0)).join(','));
});
