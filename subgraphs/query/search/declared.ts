import { userError } from '../../../lib/errors.ts';
import type { FieldType } from '../../../lib/filter/fields.ts';
import type { CollectionEntry } from '../catalog/statements.ts';

/** What a field is asked for, and the attribute that it needs for that. */
const NEEDS = {
  filterable: { say: 'filterable', known: 'Filterable fields' },
  facet: { say: 'declared with facet: true', known: 'Facets that exist' },
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
    if (!definition) throw userError.unknownField(path, field, known);
    if (!definition[need]) {
      const which = known.length ? `${NEEDS[need].known}: ${known.join(', ')}.` : `"${name}" has none.`;
      throw userError.badInput(path, `the field "${field}" is not ${NEEDS[need].say}. ${which}`);
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
