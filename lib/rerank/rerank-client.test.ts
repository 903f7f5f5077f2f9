import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { PartRejected } from '../errors.ts';
import { rerankClient } from './rerank-client.ts';

/** What becomes of the scores of two documents where a server answers so. */
async function outcome(answer: unknown): Promise<number[] | string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = rerankClient({ url: `http://127.0.0.1:${port}`, timeoutMs: 5_000 });
  try {
    return await client.score('a question', ['one', 'two']);
  } catch (error) {
    return error instanceof PartRejected ? error.message : `not foreseen: ${(error as Error).message}`;
  } finally {
    await client[Symbol.asyncDispose]();
    server.closeAllConnections();
    server.close();
  }
}

test('scores are taken in the shapes of the servers that there are, in whatever order they come', async () => {
  const cohere = {
    results: [
      { index: 1, relevance_score: 0.9 },
      { index: 0, relevance_score: 0.1 },
    ],
  };
  assert.deepEqual(await outcome(cohere), [0.1, 0.9]);
  assert.deepEqual(await outcome({ data: cohere.results }), [0.1, 0.9]);
  assert.deepEqual(
    await outcome([
      { index: 1, score: -2 },
      { index: 0, score: 3 },
    ]),
    [3, -2],
  );
});

test('an answer that makes no sense is told as that', async () => {
  const entry = { index: 0, relevance_score: 1 };
  for (const answer of [
    null,
    'text',
    7,
    { results: null },
    { results: [null, null] },
    { results: [[], 'x'] },
    [entry],
    { results: [entry, entry] },
    { results: [entry, { index: '1', relevance_score: 1 }] },
    { results: [entry, { index: 1, relevance_score: 'high' }] },
    { results: [entry, { index: -1, relevance_score: 1 }] },
  ])
    assert.match(
      String(await outcome(answer)),
      /did not answer one number for each of 2/,
      JSON.stringify(answer),
    );
});
