import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countFacet } from './count.ts';
import type { FacetRequest } from './facet-request.ts';
import { intervalOf } from './interval.ts';

const counted = (facet: Partial<FacetRequest>, values: unknown[]) =>
  countFacet(
    { field: 'f', type: 'STRING', first: 10, ...facet },
    values.map((f) => (f === undefined ? {} : { f })),
  );
const pairs = (facet: Partial<FacetRequest>, values: unknown[]) =>
  counted(facet, values).buckets.map(({ value, count }) => [value, count]);

test('values come by frequency, then in their own order; what does not fit is counted', () => {
  const values = ['b', '文', 'a', 'b', 'a', 'c', undefined, null, 5];
  assert.deepEqual(pairs({}, values), [
    ['a', 2],
    ['b', 2],
    ['c', 1],
    ['文', 1],
  ]);
  const { documents, missing, more, buckets } = counted({ first: 3 }, values);
  assert.deepEqual([documents, missing, more, buckets.length], [6, 3, 1, 3]);
});

test('a document counts once for each different entry of its list', () => {
  const lists = [['a', 'b', 'a'], ['b'], [], 'b'];
  const { documents, missing } = counted({ type: 'STRING_LIST' }, lists);
  assert.deepEqual([documents, missing], [2, 2]);
  assert.deepEqual(pairs({ type: 'STRING_LIST' }, lists), [
    ['b', 2],
    ['a', 1],
  ]);
});

test('ranges hold their lower end and not their upper one, to 64 bits, and may overlap', () => {
  const ranges = [{ to: 10 }, { from: 10, to: 9007199254740993n }, { from: 9007199254740993n }, { from: 0 }];
  const { buckets } = counted({ type: 'INT', ranges }, [-1, 9, 10, 9007199254740992n, 9007199254740993n]);
  assert.deepEqual(
    buckets.map(({ from, to, count }) => [from, to, count]),
    [
      [null, 10, 2],
      [10, '9007199254740993', 2],
      ['9007199254740993', null, 1],
      [0, null, 4],
    ],
  );
});

test('days, months and years are those of UTC, in order of time, the latest where there are too many', () => {
  const dates = ['2024-03-01T00:00:00Z', '2024-02-29T23:59:59.999Z', '2023-12-31T23:00:00Z'].map(Date.parse);
  assert.deepEqual(pairs({ type: 'DATETIME', interval: 'DAY' }, dates), [
    ['2023-12-31', 1],
    ['2024-02-29', 1],
    ['2024-03-01', 1],
  ]);
  const years = counted({ type: 'DATETIME', interval: 'YEAR', first: 1 }, dates);
  assert.equal(years.more, 1);
  assert.deepEqual(years.buckets, [
    { value: '2024', from: '2024-01-01T00:00:00.000Z', to: '2025-01-01T00:00:00.000Z', count: 2 },
  ]);
});

test('the first and the last moment that a date can be lie in intervals too', () => {
  assert.equal(intervalOf(8.64e15, 'MONTH').to, 8.64e15);
  assert.equal(intervalOf(-8.64e15, 'YEAR').from, -8.64e15);
  assert.equal(intervalOf(Date.parse('0050-06-01T00:00:00Z'), 'YEAR').label, '0050');
});
