import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seeded } from '../../../chaos/random.ts';
import { retryBudget } from '../retry-budget.ts';
import { trafficSettings } from '../settings.ts';
import { choose } from './choose.ts';
import { latency } from './latency.ts';
import { standing } from './standing.ts';

/** A clock that a test turns. */
function clock() {
  let time = 0;
  return { now: () => time, pass: (milliseconds: number) => (time += milliseconds) };
}

const one = (inFlight: number, weight = 1, lately = 10) => ({
  inFlight,
  weight: () => weight,
  lately: () => lately,
});

describe('choosing an instance', () => {
  const random = seeded(7).next;
  function shares(among: ReturnType<typeof one>[], times = 4_000): number[] {
    const counts = among.map(() => 0);
    for (let n = 0; n < times; n++) {
      const at = among.indexOf(choose(among, random) as never);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts.map((count) => count / times);
  }

  test('the most loaded of several is never taken, equal ones equally often', () => {
    const [a = 0, b = 0, c] = shares([one(1), one(1), one(5)]);
    assert.equal(c, 0);
    assert.ok(Math.abs(a - b) < 0.1);
    assert.equal(choose([], random), undefined);
    assert.equal(shares([one(9)])[0], 1);
  });

  test('one of less weight gets less, and one that is clearly slower is not taken while others are as free', () => {
    const [whole = 0, tenth = 0] = shares([one(0, 1), one(0, 0.1)]);
    assert.ok(tenth < 0.05 && whole > 0.95);
    const [x = 0, y = 0, slow] = shares([one(0), one(0, 1, 8), one(0, 1, 200)]);
    assert.equal(slow, 0);
    assert.ok(Math.abs(x - y) < 0.1);
    const [busy = 0] = shares([one(6, 1, 10), one(0, 1, 200)]);
    assert.ok(busy > 0.95);
    const [swamped = 0] = shares([one(30, 1, 10), one(0, 1, 200)]);
    assert.equal(swamped, 0);
  });
});

test('an instance that was slow is tried again after a while: what is known of it fades', () => {
  const time = clock();
  const speed = latency(time.now);
  for (let n = 0; n < 10; n++) {
    // A few answers say nothing yet.
    assert.equal(speed.lately(), 0);
    speed.add(100);
  }
  assert.ok(Math.abs(speed.lately() - 100) < 0.001);
  time.pass(5_000);
  assert.ok(Math.abs(speed.lately() - 50) < 0.001);
  speed.add(200);
  assert.ok(Math.abs(speed.lately() - 80) < 0.001);
});

describe('an instance that fails', () => {
  const settings = (given = {}) => ({
    ...trafficSettings('a', { a: { ejection: { first: 1_000, longest: 4_000, ...given } } }),
  });

  test('is left out after failures in a row, for twice as long each time, and gets its share back slowly', () => {
    const time = clock();
    const stands = standing(settings({ failures: 3 }), false, time.now);
    assert.equal(stands.weight(), 1);
    assert.equal(stands.failed('failing'), undefined);
    stands.succeeded();
    assert.equal(stands.failed('failing'), undefined);
    assert.equal(stands.failed('failing'), undefined);
    assert.equal(stands.failed('failing'), 1_000);
    assert.equal(stands.out, 'failing');
    assert.equal(stands.failed('failing'), undefined);
    assert.equal(stands.stillOut(), 2_000);
    assert.equal(stands.stillOut(), 4_000);
    assert.equal(stands.stillOut(), 4_000);
    stands.succeeded();
    assert.equal(stands.out, undefined);
    assert.equal(stands.weight(), 0.1);
    time.pass(5_000);
    assert.equal(stands.weight(), 0.5);
    // It fails again before it has settled: as long as before, at the most.
    assert.equal(stands.failed('unreachable'), 4_000);
    stands.succeeded();
    time.pass(60_000);
    assert.equal(stands.failed('unreachable'), 1_000);
  });

  test('is left out for a share of failures too, of enough requests within the window', () => {
    const time = clock();
    const stands = standing(
      settings({ failures: 1_000, share: 0.5, requests: 10, window: 10_000 }),
      false,
      time.now,
    );
    for (let n = 0; n < 5; n++) {
      stands.succeeded();
      assert.equal(stands.failed('failing'), n === 4 ? 1_000 : undefined);
    }
    stands.succeeded();
    for (let n = 0; n < 40; n++) {
      // Spread over a longer time than the window there are never enough.
      time.pass(3_000);
      assert.equal(stands.failed('failing'), undefined);
    }
  });
});

test('retries are a share of the requests, and some a second beside that', () => {
  const time = clock();
  const budget = retryBudget({ budget: 0.25, perSecond: 2 }, time.now);
  const taken = () => {
    let count = 0;
    while (budget.take()) count += 1;
    return count;
  };
  assert.equal(taken(), 2);
  for (let n = 0; n < 40; n++) budget.earned();
  assert.equal(taken(), 10);
  time.pass(1_500);
  assert.equal(taken(), 3);
  for (let n = 0; n < 10_000; n++) budget.earned();
  assert.equal(taken(), 100);
});
