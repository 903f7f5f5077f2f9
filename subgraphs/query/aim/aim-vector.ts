import { parseDocumentKey } from '../../../lib/document-key.ts';
import { userError } from '../../../lib/errors.ts';
import { matches } from '../../../lib/filter/matches.ts';
import { passageKey } from '../../../lib/milvus/passage.ts';
import type { PassageReader } from '../pages/passages.ts';
import { isAlive } from '../pages/row.ts';
import { unit } from '../search/cosine.ts';
import type { Sources } from '../search/sources.ts';
import type { Example } from './aim.ts';

/** What is taken off for the documents that those to be found should be unlike (Rocchio 1971). */
const UNLIKE_SHARE = 0.5;

/**
 * The vector that a search looks near to: the mean of what it aims at (the text or the given vector, and the documents that it
 * should be like), less half of the mean of those that it should be unlike. Each is taken at length 1.
 * @param own of the text, or the one given
 */
export function aimedVector(
  own: Float32Array | undefined,
  like: readonly Float32Array[],
  unlike: readonly Float32Array[],
): Float32Array {
  const likes = like.length > 0 ? [mean(like.map(unit))] : [];
  const wanted = mean([...(own ? [unit(own)] : []), ...likes]);
  if (unlike.length === 0) return wanted;
  const unwanted = mean(unlike.map(unit));
  const towards = unit(wanted);
  return towards.map((component, at) => component - UNLIKE_SHARE * (unwanted[at] as number));
}

/**
 * The vectors of documents, each the mean of its passages'.
 * @throws DOCUMENT_NOT_FOUND for one that is not there, not indexed yet, or not for the caller to see
 */
export function vectorsOfExamples(
  examples: readonly Example[],
  reader: PassageReader,
  sources: Pick<Sources, 'vectors'>,
): Promise<Float32Array[]> {
  return Promise.all(examples.map((example) => vectorOf(example, reader, sources)));
}

async function vectorOf(
  { collection, key: document, seen, path }: Example,
  reader: PassageReader,
  sources: Pick<Sources, 'vectors'>,
): Promise<Float32Array> {
  const { milvusName: view, changes } = collection.view;
  const revision = await reader.revision({ view, document });
  const first =
    revision !== undefined && (await reader.row({ view, changes, key: passageKey(document, revision, 0) }));
  if (!first || !isAlive(first) || (seen && !matches(seen, first.metadata))) {
    throw userError.documentNotFound(path, parseDocumentKey(document).documentId, collection.name);
  }
  const keys = Array.from({ length: first.passages }, (_, ordinal) =>
    passageKey(document, first.revision, ordinal),
  );
  return mean([...(await sources.vectors(view, keys)).values()].map(unit));
}

function mean(vectors: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = vectors;
  return first.map(
    (_, at) => vectors.reduce((sum, vector) => sum + (vector[at] as number), 0) / vectors.length,
  );
}
