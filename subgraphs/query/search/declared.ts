import { userError } from '../../../lib/errors.ts';
import type { FieldType } from '../../../lib/filter/fields.ts';
import type { CollectionEntry } from '../catalog/statements.ts';

/** What a field is asked for, and what is to be said where it is not declared for that. */
const NEEDS = {
  filterable: { say: 'filterable', exist: 'Filterable fields', remedy: '' },
  facet: {
    say: 'declared with facet: true',
    exist: 'Facets that exist',
    remedy: ' updateCollection(input: { facets }) lets others be counted.',
  },
} as const;

/**
 * The type that a field has in every one of these collections.
 * @param path the place of its name in the input
 * @throws userError where a collection does not declare it, or not for this, or not as the others do
 */
export function declaredType(
  collections: readonly CollectionEntry[],
  field: string,
  path: string,
  need: keyof typeof NEEDS,
): FieldType {
  const types = collections.map(({ name, fields }) => {
    const definition = fields.find((one) => one.name === field);
    const known = fields.filter((one) => one[need]).map((one) => one.name);
    if (!definition) throw userError.unknownField(path, field, known, name);
    if (!definition[need]) {
      const { say, exist, remedy } = NEEDS[need];
      const which = known.length ? `${exist}: ${known.join(', ')}.` : `"${name}" has none.`;
      throw userError.badInput(path, `the field "${field}" is not ${say}. ${which}${remedy}`);
    }
    return definition.type;
  });
  const [type, ...others] = new Set(types);
  if (type === undefined || others.length > 0) {
    throw userError.badInput(
      path,
      `the field "${field}" has different types in these collections: ${[type, ...others].join(', ')}. Search them one by one.`,
    );
  }
  return type;
}
