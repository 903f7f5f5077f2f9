import { userError } from '../../../lib/errors.ts';
import { FIELD_NAME, type FieldDefinition } from '../../../lib/filter/fields.ts';
import { checkString } from '../../../lib/filter/value.ts';
import type { CreateCollectionInput, FieldInput } from '../../../schema/generated/index.ts';

const COLLECTION_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const MAX_FIELDS = 64;
const MAX_DESCRIPTION = 10_000;

/** Checks a collection to make. @throws BAD_USER_INPUT with the place in the input */
export function checkCollection(input: CreateCollectionInput): {
  name: string;
  description: string;
  strict: boolean;
  fields: FieldDefinition[];
} {
  if (!COLLECTION_NAME.test(input.name)) {
    throw userError.badInput(
      'input.name',
      'must be 1 to 64 letters, digits, - and _, and start with a letter.',
    );
  }
  const description = checkString(input.description, 'input.description');
  if (description.length > MAX_DESCRIPTION) {
    throw userError.badInput('input.description', `is longer than ${MAX_DESCRIPTION} characters.`);
  }
  return { name: input.name, description, strict: input.strict, fields: checkFields(input.fields) };
}

function checkFields(inputs: readonly FieldInput[]): FieldDefinition[] {
  if (inputs.length > MAX_FIELDS) {
    throw userError.badInput(
      'input.fields',
      `has ${inputs.length} fields; at most ${MAX_FIELDS} are allowed.`,
    );
  }
  const seen = new Set<string>();
  return inputs.map(({ name, type, required, filterable, facet }, index) => {
    const place = `input.fields[${index}].name`;
    if (!FIELD_NAME.test(name)) {
      throw userError.badInput(place, 'must be 1 to 64 letters, digits and _, not starting with a digit.');
    }
    if (seen.has(name)) throw userError.badInput(place, `the field "${name}" is declared twice.`);
    seen.add(name);
    return { name, type, required, filterable, facet };
  });
}
