import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distance } from './distance.ts';

test('letters put in, taken out, replaced and swapped count one each', () => {
  const cases: [string, string, number][] = [
    ['honey', 'honey', 0],
    ['hony', 'honey', 1],
    ['honney', 'honey', 1],
    ['hohey', 'honey', 1],
    ['hnoey', 'honey', 1],
    ['databse', 'database', 1],
    ['dtabsae', 'database', 2],
    ['abcd', 'dcba', 3],
    ['', 'ab', 2],
    ['vector', 'vecotrs', 2],
  ];
  for (const [a, b, expected] of cases) {
    assert.equal(distance(a, b, 2), expected, `${a} ${b}`);
    assert.equal(distance(b, a, 2), expected, `${b} ${a}`);
  }
  assert.equal(distance('abcd', 'dcba', 1), 2, 'more than asked for is not counted');
});
