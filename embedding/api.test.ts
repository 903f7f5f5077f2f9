import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { cosine, startTestEmbedding, type TestEmbedding, words } from '../test/support/embedding.ts';
import { until } from '../test/support/until.ts';

const apiKey = 'a key of the embedding tests'.replaceAll(' ', '-');
let service: TestEmbedding;
let openai: OpenAI;
before(async () => {
  service = await startTestEmbedding({ apiKey, waiting: { query: 8, passage: 8 } });
  openai = new OpenAI({ baseURL: `${service.url}/v1`, apiKey, maxRetries: 0 });
});
after(() => service[Symbol.asyncDispose]());

const model = 'multilingual-e5-small';

test("OpenAI's own client reads vectors, as numbers and as base64, and what they cost", async () => {
  const input = ['the first text', 'the second text'];
  const numbers = await openai.embeddings.create({ model, input, encoding_format: 'float' });
  // Without a format that client asks for base64 and decodes it.
  const decoded = await openai.embeddings.create({ model, input });
  assert.deepEqual(
    numbers.data.map(({ index }) => index),
    [0, 1],
  );
  for (const [i, { embedding }] of numbers.data.entries()) {
    const other = Float32Array.from(decoded.data[i]?.embedding ?? []);
    assert.ok(Math.abs(cosine(Float32Array.from(embedding), other) - 1) < 1e-5);
  }
  assert.equal(numbers.model, model);
  assert.equal(numbers.usage.prompt_tokens, 14);
  const single = await openai.embeddings.create({ model, input: 'one text', dimensions: 384 });
  assert.equal(single.data.length, 1);
});

test("OpenAI's own client lists the model, with its size and version", async () => {
  const [listed] = (await openai.models.list()).data;
  const { id, owned_by, ...rest } = listed as OpenAI.Model & Record<string, unknown>;
  assert.deepEqual([id, owned_by, rest.dimensions, rest.max_tokens], [model, 'kitegraph', 384, 512]);
  assert.match(String(rest.version), /^[0-9a-f]{12}$/);
  assert.deepEqual(await openai.models.retrieve(model), listed);
});

test("OpenAI's own client understands each refusal", async () => {
  const create = (body: object) => openai.embeddings.create({ model, input: 'x', ...body });
  const refused =
    (kind: new (...args: never[]) => InstanceType<typeof OpenAI.APIError>, param: string) =>
    (error: unknown) => {
      assert.ok(error instanceof kind, String(error));
      assert.equal(error.param, param);
      return true;
    };
  await assert.rejects(create({ model: 'gpt-9' }), refused(OpenAI.NotFoundError, 'model'));
  await assert.rejects(create({ dimensions: 256 }), refused(OpenAI.BadRequestError, 'dimensions'));
  await assert.rejects(create({ input: [1, 2, 3] }), refused(OpenAI.BadRequestError, 'input[0]'));
  await assert.rejects(create({ input: ['x', 5] }), refused(OpenAI.BadRequestError, 'input[1]'));
  await assert.rejects(create({ input: [] }), refused(OpenAI.BadRequestError, 'input'));
  await assert.rejects(create({ input: Array(2049).fill('x') }), refused(OpenAI.BadRequestError, 'input'));
  const stranger = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'another-key', maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
});

test('only /health is open to those without the key', async () => {
  const status = async (path: string, headers = {}) => (await fetch(service.url + path, { headers })).status;
  assert.equal(await status('/health'), 200);
  assert.equal(await status('/metrics'), 401);
  assert.equal(await status('/v1/models'), 401);
  assert.equal(await status('/metrics', { authorization: `Bearer ${apiKey}` }), 200);
  assert.equal(await status('/metrics', { 'x-api-key': apiKey }), 200);
});

test('a body that is no JSON, too large, or for no route is refused with the reason', async () => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const post = (path: string, body: string) => fetch(service.url + path, { method: 'POST', headers, body });
  const reason = async (response: Response) => [
    response.status,
    ((await response.json()) as { error: { code: string } }).error.code,
  ];
  assert.deepEqual(await reason(await post('/v1/embeddings', '{"input":')), [400, 'invalid_json']);
  assert.deepEqual(await reason(await post('/v1/embeddings', '[]')), [400, 'invalid_json']);
  assert.deepEqual(await reason(await post('/v1/chat/completions', '{}')), [404, 'unknown_url']);
  const large = JSON.stringify({ input: 'x'.repeat(8 * 1024 * 1024) });
  assert.deepEqual(await reason(await post('/v1/embeddings', large)), [413, 'request_too_large']);
});

test('too many passages are put off with Retry-After, while queries are still answered', async () => {
  const post = (count: number, seed: number) =>
    service.post('/v1/embeddings', { input: Array.from({ length: count }, () => words(400, seed)) });
  const first = post(8, 1);
  // Polled: it has arrived when passages wait.
  const waiting = async () => {
    const text = await (await fetch(`${service.url}/metrics`, { headers: { 'x-api-key': apiKey } })).text();
    return Number(/embedding_waiting_texts\{kind="passage".*\} (\d+)/.exec(text)?.[1]);
  };
  await until('passages to wait', waiting);
  const second = await post(8, 2);
  assert.equal(second.status, 429);
  assert.ok(Number(second.headers.get('retry-after')) >= 1);
  assert.equal((await service.embed('a query', 'query')).length, 1);
  assert.equal((await first).status, 200);
});

test('tokens are counted for who must cut texts', async () => {
  const response = await service.post('/tokenize', { inputs: ['hello world', '什麼是向量資料庫？'] });
  assert.deepEqual(await response.json(), { counts: [3, 7] });
  assert.equal((await service.post('/tokenize', { inputs: 5 })).status, 400);
});
