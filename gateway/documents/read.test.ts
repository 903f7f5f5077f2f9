import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { documentReader, type ReadOperation } from './read.ts';

test('of documents that are all different a bounded number is kept, and none of a schema that was replaced', async () => {
  let schema = buildSchema('type Query { a: Int }');
  const exposure = { introspection: true, suggestions: true, graphiql: true };
  const reader = documentReader({ schema: () => schema, rules: [], parseOptions: {}, exposure });
  const first = new Map<string, ReadOperation>();
  const read = (query: string) => {
    const prepared = reader.prepare({ query });
    assert.equal(prepared.errors, undefined);
    return prepared as ReadOperation;
  };
  const isKept = (query: string) => read(query).document === first.get(query)?.document;
  const document = (at: number) => `{ a${at}: a }`;
  for (let at = 0; at < 5_001; at++) first.set(document(at), read(document(at)));
  assert.equal(isKept(document(1)), true);
  assert.equal(isKept(document(5_000)), true);
  assert.equal(isKept(document(0)), false);

  // Long documents push out many.
  for (let at = 0; at < 11; at++) read(`{ a } #${at}${'x'.repeat(199_000)}`);
  assert.equal(isKept(document(5_000)), false);

  const before = read(document(1));
  assert.equal(reader.isNewest(before), true);
  schema = buildSchema('type Query { b: Int }');
  assert.equal(reader.isNewest(before), false);
  assert.match(String(reader.prepare({ query: document(1) }).errors?.[0]), /Cannot query field "a"/);
});
