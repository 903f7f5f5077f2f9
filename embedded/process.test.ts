import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { endProcess, identify, isRunning } from './process.ts';

test('a process id that was given to another process is not taken for the old one, and is not killed', async () => {
  const other = spawn('sleep', ['60']);
  await once(other, 'spawn');
  try {
    const identity = identify(other.pid as number);
    assert.ok(identity && isRunning(identity));
    const former = { ...identity, started: 'another time' };
    assert.equal(isRunning(former), false);
    await endProcess(former, 'SIGKILL', 1000);
    assert.ok(isRunning(identity));
  } finally {
    other.kill('SIGKILL');
  }
});

test('a process that ignores the signal is killed after the grace', async () => {
  const stubborn = spawn('/bin/sh', ['-c', 'trap "" INT; echo ready; while :; do sleep 0.05; done']);
  await once(stubborn.stdout, 'data');
  const identity = identify(stubborn.pid as number);
  assert.ok(identity);
  const exited = once(stubborn, 'exit');
  await endProcess(identity, 'SIGINT', 50);
  assert.equal((await exited)[1], 'SIGKILL');
});

test('a process that has ended is gone, also before its parent collects it', async () => {
  const short = spawn('true');
  const pid = short.pid as number;
  await once(short, 'exit');
  assert.equal(identify(pid), undefined);
});
