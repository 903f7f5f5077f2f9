import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turns } from './turns.ts';

test('one task a name at a time, in order, also after one that failed; other names do not wait', async () => {
  const inTurn = turns();
  const began: string[] = [];
  const gates = new Map(['a1', 'a2', 'b1'].map((name) => [name, Promise.withResolvers<string>()]));
  const start = (name: string) =>
    inTurn(name[0] as string, () => {
      began.push(name);
      return (gates.get(name) as PromiseWithResolvers<string>).promise;
    });
  const [a1, a2, b1] = [start('a1'), start('a2'), start('b1')];
  gates.get('b1')?.resolve('b');
  assert.equal(await b1, 'b');
  assert.deepEqual(began, ['a1', 'b1']);
  gates.get('a1')?.reject(new Error('no'));
  await assert.rejects(a1, /no/);
  gates.get('a2')?.resolve('a');
  assert.equal(await a2, 'a');
  assert.deepEqual(began, ['a1', 'b1', 'a2']);
});
