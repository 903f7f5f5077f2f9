import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../test/support/until.ts';
import { answersMilvus } from './grpc-ready.ts';
import { startMilvusLite } from './milvus-lite.ts';
import { freePort } from './port.ts';
import { gone, killWatcher, startOwner, temporaryDir, venv } from './test-support.ts';

test('a Milvus Lite that dies is started anew at the same address', async () => {
  await using dir = await temporaryDir();
  await using milvus = await startMilvusLite({ venv, dataDir: dir.path });
  const { address } = milvus;
  const first = milvus.pid;
  process.kill(first, 'SIGKILL');
  await gone(first);
  await until('another to answer', async () => milvus.pid !== first && (await answersMilvus(address)));
});

test('Milvus Lite ends when it is told to, and stays ended', async () => {
  await using dir = await temporaryDir();
  const milvus = await startMilvusLite({ venv, dataDir: dir.path });
  await milvus[Symbol.asyncDispose]();
  await milvus.exited;
  assert.equal(await answersMilvus(milvus.address), false);
});

test('Milvus Lite ends when it is told to while it is started anew', async () => {
  await using dir = await temporaryDir();
  const milvus = await startMilvusLite({ venv, dataDir: dir.path });
  process.kill(milvus.pid, 'SIGKILL');
  await gone(milvus.pid);
  // The port opens a little before the server counts as started.
  await until('its port to open', () => answersMilvus(milvus.address));
  await milvus[Symbol.asyncDispose]();
  assert.equal(await answersMilvus(milvus.address), false);
});

test('Milvus Lite ends when Kitegraph is killed by kill -9', async () => {
  await using dir = await temporaryDir();
  const owner = await startOwner(dir.path, [`milvus:${venv}`]);
  await owner.kill();
  await gone(owner.owned.milvus.pid);
});

test('a Milvus Lite that was left running is ended at the next start', {
  skip: process.platform !== 'linux',
}, async () => {
  await using dir = await temporaryDir();
  const owner = await startOwner(dir.path, [`milvus:${venv}`]);
  await killWatcher(owner.owned.milvus.pid);
  await owner.kill();
  assert.ok(await answersMilvus(owner.owned.milvus.address));
  await using _milvus = await startMilvusLite({ venv, dataDir: dir.path });
  await gone(owner.owned.milvus.pid);
});

test('the Milvus Lite of a running Kitegraph is left alone', async () => {
  await using dir = await temporaryDir();
  await using owner = await startOwner(dir.path, [`milvus:${venv}`]);
  await assert.rejects(startMilvusLite({ venv, dataDir: dir.path }), { name: 'InUse' });
  assert.ok(await answersMilvus(owner.owned.milvus.address));
});

test('a Milvus Lite that cannot start says why, in one line', async () => {
  await using dir = await temporaryDir();
  await assert.rejects(
    startMilvusLite({ venv, dataDir: '/dev/null/nowhere', port: await freePort() }),
    /ENOTDIR/,
  );
  await assert.rejects(startMilvusLite({ venv: dir.path, dataDir: dir.path }), (error: Error) =>
    /^Milvus Lite did not start: .*(not found|No such file)/.test(error.message),
  );
});
