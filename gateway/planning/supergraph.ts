import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES } from '@apollo/federation-internals';
import { Kind, parse, print, visit } from 'graphql';
import { nameRequiredFields, type RequiredFields, selectionSetOf } from './required-fields.ts';
import { resolvableKeysFirst } from './resolvable-keys.ts';
import { argumentOf, type SupergraphTypes, supergraphTypes } from './supergraph-types.ts';

// It tells caches what belongs together; no answer depends on it.
DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES.add('https://specs.apollo.dev/cacheTag/v0.1');

export interface PlannableSupergraph {
  /** In the form that the planner plans rightly with. Clients see the same schema. */
  sdl: string;
  required: RequiredFields;
  /** Fields that plans fetch for themselves, whatever the client asked for. */
  fetched: ReadonlySet<string>;
}

/** Changes in a supergraph what the planner is known to plan wrongly. @throws GraphQLError where it is no GraphQL */
export function plannable(supergraphSdl: string): PlannableSupergraph {
  const types = supergraphTypes(parse(supergraphSdl, { noLocation: true }));
  resolvableKeysFirst(types);
  const required = nameRequiredFields(types);
  return { sdl: print(types.document()), required, fetched: fetchedFields(types) };
}

/** The fields that keys and @requires name. */
function fetchedFields(types: SupergraphTypes): Set<string> {
  const names = new Set(['__typename']);
  for (const { directives = [], fields = [] } of types.all()) {
    const joins = [...directives, ...fields.flatMap((field) => field.directives ?? [])];
    for (const join of joins.filter(({ name }) => name.value.startsWith('join__'))) {
      for (const text of [argumentOf(join, 'key'), argumentOf(join, 'requires')]) {
        if (typeof text !== 'string') continue;
        visit(selectionSetOf(text), { [Kind.FIELD]: ({ name }) => void names.add(name.value) });
      }
    }
  }
  return names;
}
