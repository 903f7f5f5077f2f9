import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitLogistic } from './fit.ts';

test('the weights that made the observations are found again, however few of them answer', () => {
  const observed = Array.from({ length: 4_000 }, (_, n) => {
    const features = [0.7 + ((n * 37) % 101) / 400, ((n * 53) % 89) / 300];
    const odds = 60 * (features[0] as number) + 30 * (features[1] as number) - 55;
    return { features, likely: 1 / (1 + Math.exp(-odds)) };
  });
  const drawn = observed.map(({ features, likely }, n) => ({
    features,
    answers: ((n * 7_919) % 1_000) / 1_000 < likely,
  }));
  const [first = 0, second = 0] = fitLogistic(drawn);
  assert.ok(Math.abs(first / 60 - 1) < 0.15, `${first}`);
  assert.ok(Math.abs(second / 30 - 1) < 0.15, `${second}`);
});
