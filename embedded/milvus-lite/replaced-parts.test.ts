import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram } from './run-program.ts';

const both = [1, 2];

test('no acknowledged row is lost, whichever way writes, flushes and openings meet or fail', async () => {
  assert.deepEqual(JSON.parse(await runProgram('races.py', 'ours')), {
    write_and_flush: both,
    two_flushes: both,
    two_openings: both,
    failed_flush: both,
    failed_write: both,
  });
});

test('the test of lost rows forces what it says: Milvus Lite as it is loses one each time', async () => {
  const found = JSON.parse(await runProgram('races.py', 'stock'));
  for (const [race, keys] of Object.entries(found)) assert.notDeepEqual(keys, both, race);
});

test('writers see their own writes at once, while others write and flush and rows are merged', async () => {
  const { rounds, ...wrong } = JSON.parse(await runProgram('under_load.py', '--seconds', '5'));
  assert.ok(rounds > 0);
  for (const [what, count] of Object.entries(wrong)) assert.equal(count, 0, what);
});

test('after any writes, restarts and crashes it answers what Milvus Lite as it is answers', async () => {
  assert.match(await runProgram('compare.py', '--first', '0', '--seeds', '1', '--steps', '12'), /the same/);
});

test('the same where rows are flushed and merged by themselves', async () => {
  const small = ['--memory', '60000'];
  assert.match(
    await runProgram('compare.py', '--first', '1', '--seeds', '1', '--steps', '12', ...small),
    /the same/,
  );
});

test('a filter that few rows pass hides none of the nearest, also from a graph index', async () => {
  const recall = JSON.parse(await runProgram('recall.py', 'ours'));
  for (const share of ['1 %', '5 %', '20 %']) assert.equal(recall[share], 1, share);
  for (const share of ['60 %', '90 %']) assert.ok(recall[share] >= 0.95, share);
  assert.equal(recall['an 18th as candidates'], 1, 'all are compared where the graph would take longer');
});

test('memory stays flat while all rows are written anew and searched, many times over', async () => {
  // A server that kept what it has replaced would grow by more than two fifths.
  const long = ['--rounds', '80', '--rows', '1000', '--most', '1.25'];
  assert.equal(JSON.parse(await runProgram('memory.py', ...long)).failed, 0);
});
