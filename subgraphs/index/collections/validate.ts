import { READ_SCOPES } from '../../../lib/access.ts';
import { COLLECTION_NAME } from '../../../lib/caller.ts';
import { userError } from '../../../lib/errors.ts';
import { FIELD_NAME, type FieldDefinition } from '../../../lib/filter/fields.ts';
import { checkField } from '../../../lib/filter/metadata.ts';
import { checkString } from '../../../lib/filter/value.ts';
import type { FieldInput } from '../../../schema/generated/index.ts';

const MAX_DESCRIPTION = 10_000;

/** @throws BAD_USER_INPUT */
export function checkName(name: string, path: string): string {
  if (COLLECTION_NAME.test(name)) return name;
  throw userError.badInput(path, 'must be 1 to 64 letters, digits, - and _, and start with a letter.');
}

/** @throws BAD_USER_INPUT */
export function checkDescription(text: string, path: string): string {
  const description = checkString(text, path);
  if (description.length > MAX_DESCRIPTION) {
    throw userError.badInput(path, `is longer than ${MAX_DESCRIPTION} characters.`);
  }
  return description;
}

/**
 * Fields to declare.
 * @param o.existing fields that are declared already
 * @param o.most fields of a collection
 * @throws BAD_USER_INPUT with the place in the input
 */
export function checkFields(
  inputs: readonly FieldInput[],
  o: { path: string; most: number; existing?: readonly FieldDefinition[] },
): FieldDefinition[] {
  const { path, most, existing = [] } = o;
  if (existing.length + inputs.length > most) {
    const message = `makes ${existing.length + inputs.length} fields; at most ${most} are allowed.`;
    throw userError.limitExceeded(path, message, 'KITEGRAPH_MAX_FIELDS');
  }
  const seen = new Set(existing.map(({ name }) => name));
  return inputs.map(({ name, type, required, filterable, facet, default: fallback }, index) => {
    const place = `${path}[${index}]`;
    if (!FIELD_NAME.test(name)) {
      throw userError.badInput(
        `${place}.name`,
        'must be 1 to 64 letters, digits and _, not starting with a digit.',
      );
    }
    if (name === READ_SCOPES)
      throw userError.badInput(`${place}.name`, 'is a name of the system; use another.');
    if (seen.has(name)) {
      const isThere = existing.some((field) => field.name === name);
      const message = isThere ? 'is declared already; a field keeps its type.' : 'is declared twice.';
      throw userError.badInput(`${place}.name`, `the field "${name}" ${message}`);
    }
    seen.add(name);
    const given = fallback ?? undefined;
    if (given !== undefined) checkField({ type }, given, `${place}.default`);
    return { name, type, required, filterable, facet, ...(given !== undefined && { default: given }) };
  });
}
