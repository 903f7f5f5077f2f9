import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChild } from './child.ts';
import { gone } from './test-support.ts';

const shell = (script: string) => ({ command: '/bin/sh', args: ['-c', script] });

test('a child gets the stop signal, and time to end by itself', async () => {
  const lines: string[] = [];
  let ready: () => void = () => {};
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const child = await startChild({
    ...shell('trap "echo stopping; exit 5" INT; echo ready; while :; do sleep 0.05; done'),
    onLine: (line) => {
      lines.push(line);
      if (line === 'ready') ready();
    },
  });
  await isReady;
  await child[Symbol.asyncDispose]();
  assert.deepEqual(await child.exited, { code: 5, signal: null });
  assert.deepEqual(lines, ['ready', 'stopping']);
});

test('a child that does not end by itself is killed', async () => {
  let ready: () => void = () => {};
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const child = await startChild({
    ...shell('trap "" INT; echo ready; while :; do sleep 0.05; done'),
    graceSeconds: 1,
    onLine: () => ready(),
  });
  await isReady;
  await child[Symbol.asyncDispose]();
  assert.equal((await child.exited).signal, 'SIGKILL');
});

test('the exit code of a child is its own, and it leaves nothing behind', async () => {
  const child = await startChild(shell('exit 7'));
  assert.deepEqual(await child.exited, { code: 7, signal: null });
  await gone(child.pid);
});
