import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runtimeDir, startTestEmbedding, type TestEmbedding, words } from '../../test/support/embedding.ts';
import { until } from '../../test/support/until.ts';

let service: TestEmbedding;
before(async () => {
  service = await startTestEmbedding({
    rerankerDirs: [join(runtimeDir, 'rerankers')],
    waitingToRerank: 8,
  });
});
after(() => service[Symbol.asyncDispose]());

const query = 'how many people live in Berlin?';
const documents = [
  'Berlin is well known for its museums.',
  'Berlin had a population of 3,520,031 registered inhabitants in an area of 891.82 square kilometers.',
  'The population of Munich is 1.5 million.',
];

async function rerank(body: object) {
  const response = await service.post('/v1/rerank', { query, documents, ...body });
  const answer = (await response.json()) as {
    model: string;
    results: { index: number; relevance_score: number; document?: { text: string } }[];
    usage: { prompt_tokens: number; total_tokens: number };
    error: { code: string; param: string | null; message: string };
  };
  return { status: response.status, headers: response.headers, ...answer };
}

test('the best answers of a question come first, in the shape of Jina and Cohere', async () => {
  const { model, results, usage, headers } = await rerank({});
  assert.equal(model, 'ms-marco-MiniLM-L-12-v2');
  assert.deepEqual(
    results.map(({ index }) => index),
    [1, 2, 0],
  );
  // As published for the model: logits of about 9.2 and -4.2.
  const logits = results.map(({ relevance_score: score }) => Math.log(score / (1 - score)));
  assert.ok(Math.abs((logits[0] as number) - 9.2) < 0.3, `${logits}`);
  assert.ok((logits[1] as number) < -3);
  assert.ok(results.every(({ document }) => document === undefined));
  assert.ok(usage.total_tokens > 50 && usage.total_tokens < 90, `${usage.total_tokens}`);
  assert.match(headers.get('kitegraph-model-version') ?? '', /^[0-9a-f]{12}$/);
});

test('as many results as asked for, with their documents where wanted', async () => {
  const { results } = await rerank({
    top_n: 1,
    return_documents: true,
    documents: documents.map((text) => ({ text })),
  });
  assert.deepEqual(
    results.map(({ index, document }) => [index, document?.text]),
    [[1, documents[1]]],
  );
});

test('the score of a document does not depend on the others, and a long one is read as far as the model can', async () => {
  const alone = await rerank({ documents: [documents[1]] });
  const among = await rerank({ documents: [words(2_000), documents[1]] });
  const score = among.results.find(({ index }) => index === 1)?.relevance_score;
  assert.equal(alone.results[0]?.relevance_score, score);
  assert.equal(among.usage.total_tokens - alone.usage.total_tokens, 512);
});

test('what cannot be reranked is refused by the parameter that is wrong', async () => {
  const refused = async (body: object) => {
    const { status, error } = await rerank(body);
    return [status, error.code, error.param];
  };
  assert.deepEqual(await refused({ query: ' ' }), [400, 'invalid_value', 'query']);
  assert.deepEqual(await refused({ query: 'x'.repeat(10_001) }), [400, 'invalid_value', 'query']);
  assert.deepEqual(await refused({ documents: [] }), [400, 'invalid_value', 'documents']);
  assert.deepEqual(await refused({ documents: Array(1_001).fill('x') }), [400, 'invalid_value', 'documents']);
  assert.deepEqual(await refused({ documents: ['x', 5] }), [400, 'invalid_value', 'documents[1]']);
  assert.deepEqual(await refused({ top_n: 0 }), [400, 'invalid_value', 'top_n']);
  assert.deepEqual(await refused({ return_documents: 'yes' }), [400, 'invalid_value', 'return_documents']);
  assert.deepEqual(await refused({ model: '../models/x' }), [404, 'model_not_found', 'model']);
});

const waiting = () => service.metric('embedding_rerank_waiting_documents');

test('more than may wait is put off with Retry-After, and what waits is done', async () => {
  const first = rerank({ documents: Array.from({ length: 8 }, (_, seed) => words(300, seed)) });
  await until('documents to wait', waiting);
  const second = await rerank({ documents: Array(8).fill('x') });
  assert.deepEqual([second.status, second.error.code], [429, 'overloaded']);
  assert.equal(second.headers.get('retry-after'), '1');
  assert.equal((await first).results.length, 8);
  assert.equal(await waiting(), 0);
});

test('a caller who leaves gives the rest of the work up', async () => {
  const gone = new AbortController();
  const body = JSON.stringify({ query, documents: Array.from({ length: 8 }, (_, i) => words(400, i)) });
  const before = await service.metric('embedding_rerank_documents_total');
  const leaving = fetch(`${service.url}/v1/rerank`, { method: 'POST', body, signal: gone.signal });
  await until('documents to wait', waiting);
  gone.abort();
  await assert.rejects(leaving);
  await until('the rest to be given up', waiting, (documents) => documents === 0);
  assert.ok((await service.metric('embedding_rerank_documents_total')) - before < 8);
});

test('health names a rerank model that is in memory', async () => {
  const { components } = (await (await fetch(`${service.url}/health`)).json()) as {
    components: { name: string; status: string }[];
  };
  const found = components.find(({ name }) => name === 'reranker ms-marco-MiniLM-L-12-v2');
  assert.equal(found?.status, 'UP');
});
