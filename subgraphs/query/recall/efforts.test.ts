import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../../chaos/random.ts';
import { recallEfforts } from './efforts.ts';

/** A graph whose recall grows with the candidates, as graphs' do, and differs from one search to the next. */
function graph(half: number) {
  const random = seeded(1);
  const mean = (ef: number) => 1 - 0.5 ** (ef / half);
  const one = (ef: number) => {
    const found = Array.from({ length: 10 }, () => Number(random.next() < mean(ef)));
    return found.reduce((sum, hit) => sum + hit, 0) / 10;
  };
  return { mean, one };
}

test('the effort comes to the least that holds the target, from above and from below, and stays there', () => {
  for (const [half, from] of [
    [40, 800],
    [40, 50],
    [100, 400],
  ] as const) {
    const { mean, one } = graph(half);
    let time = 0;
    const efforts = recallEfforts(() => time);
    const used: number[] = [];
    for (let n = 0; n < 6_000; n++) {
      const ef = efforts.of('view') ?? from;
      used.push(ef);
      efforts.sampled('view', 0.95, { recall: one(ef), ef, least: 10 });
      time += 100;
    }
    const last = used.slice(-2_000);
    const held = last.reduce((sum, ef) => sum + mean(ef), 0) / last.length;
    assert.ok(held > 0.94 && held < 0.97, `${half} from ${from}: ${held}`);
  }
});

test('no effort is below what a search needs for its page, and one that is not its own says nothing', () => {
  const efforts = recallEfforts();
  for (let n = 0; n < 500; n++)
    efforts.sampled('view', 0.9, { recall: 1, ef: efforts.of('view') ?? 400, least: 200 });
  assert.equal(efforts.of('view'), 200);
  assert.equal(efforts.seeks('view'), false);
  for (let n = 0; n < 100; n++) efforts.sampled('view', 0.9, { recall: 0, ef: 1_000, least: 200 });
  assert.equal(efforts.of('view'), 200);
});
