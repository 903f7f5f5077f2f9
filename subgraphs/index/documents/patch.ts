import { checkScopes } from '../../../lib/access.ts';
import { userError } from '../../../lib/errors.ts';
import { placeOf } from '../../../lib/filter/fields.ts';
import { checkMetadata } from '../../../lib/filter/metadata.ts';
import type { FetchedImages } from '../../../lib/remote-image/fetch-images.ts';
import type { DocumentPatchInput } from '../../../schema/generated/index.ts';
import type { CollectionRow } from '../collections/collection.ts';
import { partitionOfValue } from '../partitions/choose.ts';
import { checkImages, type GivenImage } from './images.ts';
import type { Guarded } from './revisions.ts';
import type { Scope } from './scope.ts';
import { checkContent, checkExpiry, checkIds, checkList, checkTitle } from './validate.ts';

/** A patch that passed every check that needs no look at the document. */
export interface CheckedPatch extends Guarded {
  /** undefined: stays as it is. */
  title: string | null | undefined;
  content: string | undefined;
  /** Metadata values to set, in the stored form. */
  set: Record<string, unknown>;
  /** Metadata fields to remove. */
  unset: string[];
  /** undefined: stays as it is. */
  expiresAt: Date | null | undefined;
  partition: string | undefined;
  /** null: none; undefined: stay as they are. */
  images: GivenImage[] | null | undefined;
  /** undefined: stays as it is. */
  readScopes: string[] | null | undefined;
}

/** Checks patches. @param o.fetched the images that they give by an address @throws BAD_USER_INPUT, UNKNOWN_FIELD with the place of the first mistake */
export function checkPatches(
  inputs: readonly DocumentPatchInput[],
  collection: CollectionRow,
  scope: Scope,
  { path, fetched }: { path: string; fetched: FetchedImages },
): CheckedPatch[] {
  const { limits } = scope;
  checkList(inputs, path, limits);
  checkIds(
    inputs.map((input) => input.documentId),
    (index) => `${path}[${index}].documentId`,
    limits,
  );
  return inputs.map((input, index) => {
    const place = `${path}[${index}]`;
    const { documentId, title, content, expiresAt, ifRevision } = input;
    const metadata = checkMetadataPatch(input.metadata ?? {}, collection, scope, `${place}.metadata`);
    const { by, field } = collection.partitionBy;
    if (by === 'FIELD' && Object.hasOwn(metadata.set, field as string)) {
      partitionOfValue(field as string, metadata.set, place);
    }
    if (content === null) {
      throw userError.badInput(`${place}.content`, 'cannot be removed; leave it out to keep it.');
    }
    return {
      documentId,
      key: scope.keyIn(collection, documentId),
      ifRevision,
      title: title === undefined ? undefined : checkTitle(title, `${place}.title`, limits),
      content: content === undefined ? undefined : checkContent(content, `${place}.content`, limits),
      expiresAt: expiresAt === undefined ? undefined : checkExpiry(expiresAt, `${place}.expiresAt`),
      readScopes:
        input.readScopes === undefined ? undefined : checkScopes(input.readScopes, `${place}.readScopes`),
      partition: checkPartition(input, collection, `${place}.partition`),
      images:
        input.images === undefined
          ? undefined
          : checkImages(input.images, collection, `${place}.images`, fetched),
      ...metadata,
    };
  });
}

function checkPartition(
  { partition }: DocumentPatchInput,
  { partitionBy, name }: CollectionRow,
  path: string,
): string | undefined {
  if (partition === null || partition === undefined) return undefined;
  if (partitionBy.by === 'NAME') return partition;
  throw userError.badInput(path, `the collection "${name}" is not divided by name; leave it out.`);
}

function checkMetadataPatch(metadata: unknown, declared: CollectionRow, { limits }: Scope, path: string) {
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
  const optional = declared.fields.map((field) => ({ ...field, required: false, default: undefined }));
  const given = Object.fromEntries(entries.filter(([, value]) => value !== null));
  return { unset, set: checkMetadata(given, optional, { strict: declared.strict, path, limits }) };
}
