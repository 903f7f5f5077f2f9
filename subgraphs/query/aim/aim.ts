import { mayUse, seenBy } from '../../../lib/access.ts';
import type { Caller } from '../../../lib/caller.ts';
import { documentKey } from '../../../lib/document-key.ts';
import { userError } from '../../../lib/errors.ts';
import type { Filter } from '../../../lib/filter/filter.ts';
import { parseVector } from '../../../lib/vector.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { DocumentRefInput, SearchInput } from '../../../schema/generated/query.ts';
import type { CollectionEntry } from '../catalog/statements.ts';

/** What a search aims at by vectors, beside its text. */
export interface Aim {
  /** In place of the vector of the text. */
  vector?: Float32Array | undefined;
  /** Documents that those to be found should be like. */
  like: readonly Example[];
  /** And unlike. */
  unlike: readonly Example[];
}

/** A document that a search names. */
export interface Example {
  collection: CollectionEntry;
  /** lib/document-key.ts */
  key: string;
  /** What the caller may see, of a document's metadata as a row keeps it; undefined: all. */
  seen: Filter | undefined;
  /** Its place in the input, for errors. */
  path: string;
}

export const MAX_EXAMPLES = 10;

/** Whether the search says anything to be found by. @throws userError where it does not, or in a way that its mode cannot */
export function checkAimed({ text, vector, like, unlike, mode, rerank }: SearchInput): void {
  const byText = text !== null && text !== undefined;
  const byVector = vector !== null && vector !== undefined;
  const [likes, unlikes] = [like?.length ?? 0, unlike?.length ?? 0];
  for (const [name, count] of [
    ['like', likes],
    ['unlike', unlikes],
  ] as const) {
    if (count > MAX_EXAMPLES) {
      throw userError.badInput(
        `input.${name}`,
        `names ${count} documents; at most ${MAX_EXAMPLES} are allowed.`,
      );
    }
  }
  if (!byText && !byVector && likes === 0) {
    const message =
      unlikes > 0
        ? 'says only what not to find; say what to search for too: text, vector or like.'
        : 'is missing; say what to search for: text, vector or like.';
    throw userError.badInput(unlikes > 0 ? 'input.unlike' : 'input.text', message);
  }
  if (mode === 'KEYWORD') {
    const given = byVector ? 'vector' : likes > 0 ? 'like' : unlikes > 0 ? 'unlike' : undefined;
    const message = 'goes by vectors, which mode KEYWORD does not look at; choose HYBRID or SEMANTIC.';
    if (given) throw userError.badInput(`input.${given}`, message);
  }
  if (rerank && !byText) {
    throw userError.badInput('input.rerank', 'compares documents with a text; give one, or leave it out.');
  }
}

/** Whether it names any document. */
export const hasExamples = ({ like, unlike }: Aim): boolean => like.length + unlike.length > 0;

/** Names or ids of the collections of the documents that a search names. */
export function collectionsOfExamples({ like, unlike }: SearchInput): string[] {
  const named = [...(like ?? []), ...(unlike ?? [])].map(({ collection }) => collection);
  return [...new Set(named.filter((name) => name !== null && name !== undefined))];
}

/**
 * @param collections those that are searched
 * @param find a collection by name or id, among those that the input names
 * @returns undefined where it goes by its text alone
 * @throws userError for a vector or a document that the collections cannot be searched by
 */
export function checkAim(
  input: SearchInput,
  collections: readonly CollectionEntry[],
  find: (nameOrId: string) => CollectionEntry | undefined,
  o: { known: string[]; caller: Caller },
): Aim | undefined {
  const examples = (refs: SearchInput['like'], path: string) =>
    (refs ?? []).map((ref, index) => exampleOf(ref, collections, find, { ...o, path: `${path}[${index}]` }));
  const aim = { like: examples(input.like, 'input.like'), unlike: examples(input.unlike, 'input.unlike') };
  const { vector } = input;
  if (vector === null || vector === undefined) return hasExamples(aim) ? aim : undefined;
  const [first, ...others] = collections.map(({ view }) => view.spec.model);
  if (others.some((model) => modelKey(model) !== modelKey(first as typeof model))) {
    throw userError.badInput(
      'input.vector',
      'is of one model, and the collections have several; search those of each model by themselves.',
    );
  }
  return { ...aim, vector: parseVector(vector, first?.dimensions ?? 0, 'input.vector') };
}

function exampleOf(
  { collection: named, documentId }: DocumentRefInput,
  collections: readonly CollectionEntry[],
  find: (nameOrId: string) => CollectionEntry | undefined,
  { known, caller, path }: { known: string[]; caller: Caller; path: string },
): Example {
  if (!named && collections.length > 1) {
    throw userError.badInput(`${path}.collection`, 'is missing; several collections are searched.');
  }
  const collection = named ? find(named) : collections[0];
  if (!collection || !mayUse(collection, caller))
    throw userError.collectionNotFound(`${path}.collection`, named ?? '', known);
  const { model, partitions } = collection.view.spec;
  const other = collections.find(({ view }) => modelKey(view.spec.model) !== modelKey(model));
  if (other) {
    throw userError.badInput(
      path,
      `"${collection.name}" has another embedding model than "${other.name}": their vectors cannot be compared.`,
    );
  }
  if (partitions === 'TENANT' && caller.tenant === undefined) throw userError.tenantRequired(collection.name);
  const key = documentKey(documentId, partitions === 'TENANT' ? caller.tenant : undefined);
  return { collection, key, seen: seenBy(caller), path: `${path}.documentId` };
}
