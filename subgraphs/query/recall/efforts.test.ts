import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../../chaos/random.ts';
import { LEVELS, levelOf, type Trial } from './curve.ts';
import { type Efforts, recallEfforts } from './efforts.ts';

/** A graph in which each of the ten nearest is found from another effort on, some only by a great one, and searches of it. */
function graph(half: number, seed = 1) {
  const random = seeded(seed);
  /** Of all searches. */
  const recall = (ef: number) => 1 - 1 / (1 + (ef / half) ** 2);
  const trial = (least = 10): Trial => {
    // Some searches are harder than others.
    const hardness = half * 4 ** (random.next() - 0.5);
    const needed = Array.from({ length: 10 }, () => hardness * (1 / random.next() - 1) ** 0.5);
    const from = levelOf(least);
    const recalls: number[] = [];
    for (const ef of LEVELS.slice(from)) {
      const found = needed.filter((its) => its <= ef).length / 10;
      if (found === 1) break;
      recalls.push(found);
    }
    return { from, recalls };
  };
  return { recall, trial };
}

function tries(efforts: Efforts, count: number, of: () => Trial, documents = 1_000): void {
  for (let n = 0; n < count; n++) efforts.tried('view', of(), documents);
}

/** The mean recall by an effort, of many more searches than were tried. */
function recallBy(ef: number | undefined, trial: () => Trial): number {
  if (ef === undefined) return 0;
  const many = Array.from({ length: 8_000 }, trial);
  const at = levelOf(ef);
  const [lower, upper] = [at, at + 1].map(
    (level) => many.reduce((sum, { recalls }) => sum + (recalls[level] ?? 1), 0) / many.length,
  ) as [number, number];
  const [from, to] = [LEVELS[at], LEVELS[at + 1]] as [number, number];
  return lower + ((upper - lower) * Math.log(ef / from)) / Math.log(to / from);
}

for (const target of [0.9, 0.95, 0.97])
  test(`the effort holds a recall of ${target} within 0.01, whatever the graph is like`, () => {
    for (const half of [15, 60, 400])
      for (const seed of [1, 2, 3]) {
        const efforts = recallEfforts();
        tries(efforts, 1_000, graph(half, seed).trial);
        const recall = recallBy(efforts.of('view', target), graph(half, seed + 100).trial);
        assert.ok(Math.abs(recall - target) <= 0.01, `half at ${half}: ${recall}`);
      }
  });

test('an effort is chosen after 50 searches, and a target that is changed holds at once', () => {
  const efforts = recallEfforts();
  const { trial } = graph(60);
  tries(efforts, 49, trial);
  assert.equal(efforts.of('view', 0.95), undefined);
  tries(efforts, 1, trial);
  const [lower, higher] = [efforts.of('view', 0.9), efforts.of('view', 0.97)];
  assert.ok(lower && higher && lower < higher, `${lower} and ${higher}`);
  assert.ok(recallBy(lower, trial) > 0.87, `${recallBy(lower, trial)}`);
});

test('where every search finds all, the least effort is that of the page', () => {
  const efforts = recallEfforts();
  tries(efforts, 100, () => ({ from: levelOf(200), recalls: [] }));
  assert.equal(efforts.of('view', 0.97), LEVELS[levelOf(200)]);
});

test('what was tried for large pages says nothing of small ones', () => {
  const efforts = recallEfforts();
  const { trial } = graph(15);
  tries(efforts, 60, () => trial(200));
  tries(efforts, 20, () => trial(10));
  assert.ok((efforts.of('view', 0.9) ?? 0) >= 160);
  tries(efforts, 40, () => trial(10));
  assert.ok((efforts.of('view', 0.9) ?? 0) < 160);
});

test('a graph that becomes harder as documents are added is searched harder', () => {
  const efforts = recallEfforts();
  tries(efforts, 1_000, graph(15).trial);
  const before = efforts.of('view', 0.95);
  assert.equal(efforts.seeks('view', 1_000), false);
  assert.equal(efforts.seeks('view', 2_000), true);
  const { trial } = graph(60);
  assert.ok(recallBy(before, trial) < 0.9);
  // What was tried among fewer documents is forgotten, but for as much as is needed.
  tries(efforts, 25, trial, 2_000);
  const halfway = efforts.of('view', 0.95);
  tries(efforts, 25, trial, 2_000);
  const after = efforts.of('view', 0.95);
  assert.ok(recallBy(halfway, trial) > 0.9, `${before}, ${halfway}, ${after}`);
  assert.ok(recallBy(after, trial) > 0.93, `${before}, ${halfway}, ${after}`);
});

test('searches are tried anew after a while, as documents come and go', () => {
  let time = 0;
  const efforts = recallEfforts(() => time);
  const { trial } = graph(60);
  tries(efforts, 999, trial);
  assert.equal(efforts.seeks('view', 1_000), true);
  tries(efforts, 1, trial);
  assert.equal(efforts.seeks('view', 1_000), false);
  time = 3_600_000;
  assert.equal(efforts.seeks('view', 1_000), true);
  tries(efforts, 1_000, graph(200).trial);
  assert.equal(efforts.seeks('view', 1_000), false);
  assert.ok(recallBy(efforts.of('view', 0.95), graph(200, 7).trial) > 0.94);
});
