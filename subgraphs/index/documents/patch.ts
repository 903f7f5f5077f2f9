import { userError } from '../../../lib/errors.ts';
import { placeOf } from '../../../lib/filter/fields.ts';
import { checkMetadata } from '../../../lib/filter/metadata.ts';
import type { DocumentPatchInput } from '../../../schema/generated/index.ts';
import { checkContent, checkIds, checkList, checkTitle, type Declared } from './validate.ts';

/** A patch that passed every check that needs no look at the document. */
export interface CheckedPatch {
  documentId: string;
  /** undefined: stays as it is. */
  title: string | null | undefined;
  content: string | undefined;
  /** Metadata values to set, in the stored form. */
  set: Record<string, unknown>;
  /** Metadata fields to remove. */
  unset: string[];
}

/** Checks patches. @throws BAD_USER_INPUT, UNKNOWN_FIELD with the place of the first mistake */
export function checkPatches(
  inputs: readonly DocumentPatchInput[],
  declared: Declared,
  path: string,
): CheckedPatch[] {
  checkList(inputs, path);
  checkIds(
    inputs.map((input) => input.documentId),
    (index) => `${path}[${index}].documentId`,
  );
  return inputs.map((input, index) => {
    const place = `${path}[${index}]`;
    if (input.content === null) {
      throw userError.badInput(`${place}.content`, 'cannot be removed; leave it out to keep it.');
    }
    return {
      documentId: input.documentId,
      title: input.title === undefined ? undefined : checkTitle(input.title, `${place}.title`),
      content: input.content === undefined ? undefined : checkContent(input.content, `${place}.content`),
      ...checkMetadataPatch(input.metadata ?? {}, declared, `${place}.metadata`),
    };
  });
}

function checkMetadataPatch(metadata: unknown, declared: Declared, path: string) {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw userError.badInput(path, 'must be an object.');
  }
  const entries = Object.entries(metadata);
  const unset = entries.filter(([, value]) => value === null).map(([name]) => name);
  const known = new Map(declared.fields.map((field) => [field.name, field]));
  for (const name of unset) {
    const place = placeOf(path, name);
    if (known.get(name)?.required) throw userError.badInput(place, 'is required and cannot be removed.');
    if (declared.strict && !known.has(name)) throw userError.unknownField(place, name, [...known.keys()]);
  }
  // What is left out stays as it is, so nothing is required of a patch.
  const optional = declared.fields.map((field) => ({ ...field, required: false }));
  const given = Object.fromEntries(entries.filter(([, value]) => value !== null));
  return { unset, set: checkMetadata(given, optional, { strict: declared.strict, path }) };
}
