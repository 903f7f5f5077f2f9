import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLError } from 'graphql';
import type { FieldDefinition, FieldType } from './fields.ts';
import type { FilterInput } from './filter.ts';
import { matches } from './matches.ts';
import { parseFilter } from './parse.ts';

const field = (name: string, type: FieldType, filterable = true): FieldDefinition => ({
  name,
  type,
  required: false,
  filterable,
  facet: false,
});
const FIELDS = [
  field('year', 'INT'),
  field('price', 'FLOAT'),
  field('lang', 'STRING'),
  field('open', 'BOOLEAN'),
  field('at', 'DATETIME'),
  field('tags', 'STRING_LIST'),
  field('note', 'STRING', false),
];
const parse = (input: FilterInput) => parseFilter(input, FIELDS, 'input.filter');
const passes = (input: FilterInput, metadata: Record<string, unknown>) => matches(parse(input), metadata);

function refuses(input: unknown, argument: string, message: RegExp): void {
  assert.throws(
    () => parse(input as FilterInput),
    (error: unknown) => {
      assert.ok(error instanceof GraphQLError, String(error));
      assert.equal(error.extensions.argument, argument);
      assert.match(error.message, message);
      return true;
    },
  );
}

test('conditions beside each other must all hold', () => {
  const input = { field: 'year', gte: 2020, lt: 2022, not: { field: 'lang', eq: 'en' } };
  assert.equal(passes(input, { year: 2021, lang: 'zh' }), true);
  assert.equal(passes(input, { year: 2022, lang: 'zh' }), false);
  assert.equal(passes(input, { year: 2021, lang: 'en' }), false);
});

test('a missing field fails a comparison, passes ne and not, and is found by exists: false', () => {
  assert.equal(passes({ field: 'year', lt: 9999 }, {}), false);
  assert.equal(passes({ field: 'year', eq: 1 }, { year: null }), false);
  assert.equal(passes({ field: 'year', ne: 1 }, {}), true);
  assert.equal(passes({ not: { field: 'year', lt: 9999 } }, {}), true);
  assert.equal(passes({ field: 'year', exists: false }, {}), true);
  assert.equal(passes({ field: 'tags', exists: true }, { tags: [] }), false);
});

test('eq and in on a list of strings mean that the list contains the value', () => {
  assert.equal(passes({ field: 'tags', eq: 'a' }, { tags: ['b', 'a'] }), true);
  assert.equal(passes({ field: 'tags', in: ['x', 'b'] }, { tags: ['b', 'a'] }), true);
  assert.equal(passes({ field: 'tags', ne: 'a' }, { tags: ['b', 'a'] }), false);
});

test('64-bit integers are compared exactly, sent as text or as long integers', () => {
  const exact = { field: 'year', eq: '9223372036854775807' };
  assert.equal(passes(exact, { year: 9223372036854775807n }), true);
  assert.equal(passes(exact, { year: 9223372036854775806n }), false);
  assert.equal(passes({ field: 'year', gt: 9007199254740993n }, { year: 9007199254740994n }), true);
  refuses({ field: 'year', eq: 2 ** 53 }, 'input.filter.eq', /send it as a string/);
  refuses({ field: 'year', eq: '9223372036854775808' }, 'input.filter.eq', /64 bits/);
});

test('dates are compared as moments, whatever their offset', () => {
  const at = Date.UTC(2024, 4, 31, 12);
  assert.equal(passes({ field: 'at', eq: '2024-05-31T14:00:00+02:00' }, { at }), true);
  assert.equal(passes({ field: 'at', lt: '2024-06-01' }, { at }), true);
  refuses({ field: 'at', eq: '2024-02-30' }, 'input.filter.eq', /ISO 8601/);
  refuses({ field: 'at', eq: '2024-05-31T12:00' }, 'input.filter.eq', /Z or an offset/);
});

test('strings are ordered by code point', () => {
  assert.equal(passes({ field: 'lang', gt: '\uffee' }, { lang: '😀' }), true);
  assert.equal(passes({ field: 'lang', gte: '文' }, { lang: '文' }), true);
});

test('nothing to check is everything, one of nothing is nothing', () => {
  assert.equal(passes({}, { year: 1 }), true);
  assert.equal(passes({ and: [] }, {}), true);
  assert.equal(passes({ or: [] }, {}), false);
  assert.equal(passes({ field: 'year', in: [] }, { year: 1 }), false);
});

test('a prefix is taken as it stands, and a list must contain all that is asked for', () => {
  assert.equal(passes({ field: 'lang', startsWith: 'zh-' }, { lang: 'zh-Hant' }), true);
  assert.equal(passes({ field: 'lang', startsWith: 'z_' }, { lang: 'zh' }), false);
  assert.equal(passes({ field: 'lang', startsWith: '' }, {}), false);
  assert.equal(passes({ field: 'tags', containsAll: ['a', '文'] }, { tags: ['文', 'b', 'a'] }), true);
  assert.equal(passes({ field: 'tags', containsAll: ['a', '文'] }, { tags: ['a'] }), false);
  assert.equal(passes({ field: 'tags', containsAll: [] }, {}), true);
});

test('a wrong filter is refused with its place and what to do', () => {
  refuses({ field: 'yaer', eq: 1 }, 'input.filter.field', /Fields that exist: year, price/);
  assert.throws(
    () => parseFilter({ field: 'year', eq: 1 }, [], 'input.filter', 'notes'),
    /the collection "notes" declares no field "year"/,
  );
  refuses(
    { field: 'tags', gt: 'a' },
    'input.filter.gt',
    /STRING_LIST; use eq, ne, in, containsAll or exists/,
  );
  refuses({ and: [{}, { field: 'note', eq: '' }] }, 'input.filter.and[1].field', /Filterable fields: year/);
  refuses({ not: { field: 'open', lt: true } }, 'input.filter.not.lt', /does not go with BOOLEAN/);
  refuses({ field: 'lang', eq: 5 }, 'input.filter.eq', /must be a string, not 5/);
  refuses({ field: 'lang', in: ['a', null] }, 'input.filter.in[1]', /must be a string, not null/);
  refuses({ field: 'year', eq: null }, 'input.filter.eq', /exists: false/);
  refuses({ field: 'year', eq: 1.5 }, 'input.filter.eq', /whole number/);
  refuses({ field: 'price', eq: Number.NaN }, 'input.filter.eq', /finite/);
  refuses({ field: 'year' }, 'input.filter', /no operator/);
  refuses({ field: 'year', startsWith: '2' }, 'input.filter.startsWith', /goes with STRING, not with INT/);
  refuses({ field: 'lang', startsWith: 5 }, 'input.filter.startsWith', /must be a string, not 5/);
  refuses({ field: 'lang', containsAll: ['a'] }, 'input.filter.containsAll', /goes with STRING_LIST/);
  refuses({ field: 'tags', containsAll: 'a' }, 'input.filter.containsAll', /must be a list/);
  refuses({ field: 'tags', containsAll: Array(101).fill('a') }, 'input.filter.containsAll', /at most 100/);
  refuses({ eq: 1 }, 'input.filter.eq', /"field" beside it/);
  refuses({ field: 'lang', like: 'a%' }, 'input.filter.like', /not an operator/);
  refuses({ field: 'lang', eq: '\ud83d' }, 'input.filter.eq', /Unicode/);
});

test('a filter that is too large is refused', () => {
  const nested = (depth: number): FilterInput => (depth === 1 ? {} : { not: nested(depth - 1) });
  parse(nested(8));
  refuses(nested(9), `input.filter${'.not'.repeat(8)}`, /8 levels/);
  const many = (count: number) => ({ or: Array.from({ length: count }, () => ({ field: 'year', eq: 1 })) });
  parse(many(199));
  refuses(many(200), 'input.filter', /200 conditions/);
  refuses({ field: 'year', in: Array(1001).fill(1) }, 'input.filter.in', /1001 values/);
  refuses({ field: 'lang', eq: 'x'.repeat(1025) }, 'input.filter.eq', /1024/);
});
