import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

const api = buildSchema(readFileSync(new URL('api.graphql', import.meta.url), 'utf8'));

test('every type, field, argument and value that a client sees is described in words', () => {
  const silent: string[] = [];
  const look = (place: string, { description }: { description?: string | null | undefined }) => {
    if (!description) silent.push(place);
  };
  for (const type of Object.values(api.getTypeMap())) {
    if (type.name.startsWith('__') || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name))
      continue;
    // The three roots say nothing that GraphQL does not.
    if (!['Query', 'Mutation', 'Subscription'].includes(type.name)) look(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field);
      if ('args' in field) for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg);
    }
  }
  assert.deepEqual(silent, []);
});
