import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { PartUnavailable } from '../errors.ts';
import { vectorStore } from './vector-store.ts';

async function listen(onSocket: (socket: Socket) => void): Promise<AsyncDisposable & { address: string }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    address: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('a server that says nothing is given up at the deadline', async () => {
  await using silent = await listen(() => {});
  await using store = vectorStore({ ...silent, deadlines: { read: 300, health: 200 } });
  const started = performance.now();
  await assert.rejects(store.hasView('any'), PartUnavailable);
  const health = await store.health();
  assert.equal(health.status, 'DOWN');
  assert.match(health.detail, /no answer within|Deadline exceeded/i);
  assert.ok(performance.now() - started < 3_000);
});

test('a server that drops the connection, or is no Milvus, is reported as away', async () => {
  await using dropping = await listen((socket) => socket.destroy());
  await using store = vectorStore(dropping);
  await assert.rejects(store.hasView('any'), PartUnavailable);
  await using web = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await using stranger = vectorStore(web);
  await assert.rejects(
    stranger.searchVectors('any', { vectors: [new Float32Array(4)], limit: 1 }),
    PartUnavailable,
  );
});

test('nothing is opened before the first call, and every call is told of', async () => {
  let connections = 0;
  await using server = await listen((socket) => {
    connections++;
    socket.destroy();
  });
  const calls: [string, boolean][] = [];
  await using store = vectorStore({
    ...server,
    observe: (operation, seconds, ok) => {
      assert.ok(seconds >= 0 && seconds < 10);
      calls.push([operation, ok]);
    },
  });
  assert.equal(connections, 0);
  await assert.rejects(store.count('any'));
  assert.deepEqual(calls, [['query', false]]);
  assert.ok(connections > 0);
});
