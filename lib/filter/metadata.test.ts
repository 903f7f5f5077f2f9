import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLError } from 'graphql';
import type { FieldDefinition, FieldType } from './fields.ts';
import { checkMetadata } from './metadata.ts';

const field = (name: string, type: FieldType, required = false): FieldDefinition => ({
  name,
  type,
  required,
  filterable: true,
  facet: false,
});
const FIELDS = [
  field('year', 'INT', true),
  field('at', 'DATETIME'),
  field('tags', 'STRING_LIST'),
  field('name', 'STRING'),
];
const PATH = 'input.documents[3].metadata';
const check = (metadata: unknown, strict = false) =>
  checkMetadata(metadata, FIELDS, {
    strict,
    path: PATH,
    limits: { metadataBytes: 65_536, metadataDepth: 16 },
  });

function refuses(metadata: unknown, argument: string, message: RegExp, strict = false): void {
  assert.throws(
    () => check(metadata, strict),
    (error: unknown) => {
      assert.ok(error instanceof GraphQLError, String(error));
      assert.equal(error.extensions.argument, argument);
      assert.match(error.message, message);
      return true;
    },
  );
}

test('metadata is stored typed: dates as milliseconds, long integers exact, nulls left out', () => {
  const checked = check({ year: '9223372036854775807', at: '1970-01-02', tags: null });
  assert.deepEqual(checked, { year: 9223372036854775807n, at: 86_400_000 });
  assert.deepEqual(check({ year: 5, tags: ['文', ''] }), { year: 5, tags: ['文', ''] });
});

test('an open collection keeps undeclared fields, a strict one names them', () => {
  const extra = { year: 1, 'a b': { deep: [1, null, 'x'] } };
  assert.deepEqual(check(extra), extra);
  refuses(extra, `${PATH}["a b"]`, /no field "a b".*year, at, tags, name/, true);
  const sneaky = check(JSON.parse('{"year":1,"__proto__":{"admin":true}}'));
  assert.deepEqual(Object.keys(sneaky), ['year', '__proto__']);
  assert.equal(Object.getPrototypeOf(sneaky), Object.prototype);
});

test('wrong metadata is refused with its place', () => {
  refuses({}, `${PATH}.year`, /is required \(INT\)/);
  refuses({ year: null }, `${PATH}.year`, /is required/);
  refuses({ year: '20x4' }, `${PATH}.year`, /whole number, not "20x4"/);
  refuses({ year: 1, at: 'yesterday' }, `${PATH}.at`, /ISO 8601/);
  refuses({ year: 1, tags: 'a' }, `${PATH}.tags`, /list of strings/);
  refuses({ year: 1, tags: ['a', 2] }, `${PATH}.tags[1]`, /must be a string, not 2/);
  refuses([1], PATH, /object of field names/);
  refuses({ year: 1, x: { y: ['a\0'] } }, `${PATH}.x.y[0]`, /NUL/);
  refuses({ year: 1, x: 'a'.repeat(70_000) }, PATH, /at most 65536/);
  const deep = JSON.parse('['.repeat(20) + ']'.repeat(20));
  refuses({ year: 1, deep }, `${PATH}.deep${'[0]'.repeat(16)}`, /16 levels/);
});

test('a declared text holds no more than a filter can ask for', () => {
  const longest = 'a'.repeat(1024);
  assert.deepEqual(check({ year: 1, name: longest }), { year: 1, name: longest });
  refuses({ year: 1, name: `${longest}a` }, `${PATH}.name`, /1025 characters.*at most 1024/);
  refuses({ year: 1, tags: ['', `${longest}a`] }, `${PATH}.tags[1]`, /at most 1024/);
  refuses({ year: 1, tags: Array(257).fill('a') }, `${PATH}.tags`, /257 entries; at most 256/);
});
