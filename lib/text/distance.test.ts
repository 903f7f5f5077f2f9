import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distance, slips } from './distance.ts';

const { swap, gap, other } = slips;

test('letters put in, taken out, replaced and swapped have their costs', () => {
  const cases: [string, string, number][] = [
    ['honey', 'honey', 0],
    ['hony', 'honey', gap],
    ['honney', 'honey', gap],
    ['hohey', 'honey', other],
    ['hnoey', 'honey', swap],
    ['databse', 'database', gap],
    ['dtabsae', 'database', swap + gap],
    ['abcd', 'xbcy', 2 * other],
    ['', 'ab', 2 * gap],
  ];
  for (const [a, b, expected] of cases) {
    assert.equal(distance(a, b, 30), expected, `${a} ${b}`);
    assert.equal(distance(b, a, 30), expected, `${b} ${a}`);
  }
  assert.equal(distance('abcd', 'dcba', 20), Number.POSITIVE_INFINITY);
  assert.equal(distance('uncultured', 'unruptured', 20), Number.POSITIVE_INFINITY);
});
