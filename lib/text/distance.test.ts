import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../chaos/random.ts';
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

/** The whole table, as it stands in the books. */
function plain(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 || j === 0 ? (i + j) * slips.gap : 0)),
  );
  const at = (i: number, j: number) => (table[i] as number[])[j] as number;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let cost = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : slips.other);
      cost = Math.min(cost, at(i - 1, j) + slips.gap, at(i, j - 1) + slips.gap);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(i - 2, j - 2) + slips.swap);
      }
      (table[i] as number[])[j] = cost;
    }
  }
  return at(a.length, b.length);
}

test('what is cheap enough costs what the whole table says, and the rest is infinitely far', () => {
  const random = seeded(5);
  const word = () => Array.from({ length: random.below(9) }, () => random.oneOf([...'abcd'])).join('');
  let near = 0;
  for (let round = 0; round < 20_000; round++) {
    const [a, b] = [word(), word()];
    const most = random.oneOf([slips.gap, slips.other, slips.other + slips.gap]);
    const cost = plain(a, b);
    if (cost <= most) near++;
    assert.equal(distance(a, b, most), cost <= most ? cost : Number.POSITIVE_INFINITY, `${a} ${b} ${most}`);
  }
  assert.ok(near > 500);
});

test('words too long to be misspelt are infinitely far', () => {
  assert.equal(distance('a'.repeat(65), 'a'.repeat(65), slips.other), Number.POSITIVE_INFINITY);
});
