import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartUnavailable } from '../../../lib/errors.ts';
import { until } from '../../../test/support/until.ts';
import { circuit } from './circuit.ts';

test('once a part is known to be away nobody waits for it, until a look finds it back', async () => {
  let there = false;
  let calls = 0;
  let looks = 0;
  using guard = circuit(async () => {
    looks++;
    return there;
  });
  const call = async () => {
    calls++;
    if (!there) throw new PartUnavailable('embedding', 'gone');
    return 'answer';
  };
  await assert.rejects(guard.run(call), PartUnavailable);
  for (let n = 0; n < 10; n++) await assert.rejects(guard.run(call), PartUnavailable);
  assert.equal(calls, 1);
  there = true;
  const answer = await until('a look', () => guard.run(call).catch(() => undefined));
  assert.equal(answer, 'answer');
  assert.ok(looks > 0);
});

test('a refusal says nothing about the part: the next call is made', async () => {
  using guard = circuit(async () => true);
  await assert.rejects(
    guard.run(() => Promise.reject(new Error('refused'))),
    /refused/,
  );
  assert.equal(await guard.run(async () => 'answer'), 'answer');
});
