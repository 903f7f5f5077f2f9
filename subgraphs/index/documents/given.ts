import type { Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { columnBytes } from '../../../lib/milvus/passage.ts';
import { pieces } from '../../../lib/text/cut.ts';
import { bytesOfVectors, parseVector, vectorsOfBytes } from '../../../lib/vector.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { DocumentInput } from '../../../schema/generated/index.ts';
import type { CollectionRow } from '../collections/collection.ts';
import type { DocumentRow } from './document.ts';

const MAX_PASSAGES = 10_000;
/** UTF-16 units of a passage that fit a column of the store, whatever script they are in. */
const PASSAGE_UNITS = Math.floor(columnBytes.text / 3);

/** Passages that came with a document, as they are stored. */
export interface GivenPassages {
  /** Starts and ends in turn. */
  places: number[];
  vectors: Buffer;
  /** Of which model the vectors are: those of another are never mixed with them. */
  model: string;
}

/** The given passages of a document; null where nothing was given. @throws BAD_USER_INPUT with the place */
export function checkGiven(
  { vector, passages, content }: Pick<DocumentInput, 'vector' | 'passages'> & { content: string },
  { model }: Pick<CollectionRow, 'model'>,
  path: string,
): GivenPassages | null {
  const one = vector !== null && vector !== undefined;
  if (one && passages) throw userError.badInput(path, 'give either vector or passages, not both.');
  const stored = (places: number[], vectors: Float32Array[]) => ({
    places,
    vectors: bytesOfVectors(vectors),
    model: modelKey(model),
  });
  if (one) {
    const whole = parseVector(vector, model.dimensions, `${path}.vector`);
    const stretches =
      content === ''
        ? [{ start: 0, end: 0 }]
        : pieces(content, { start: 0, end: content.length }, PASSAGE_UNITS);
    return stored(
      stretches.flatMap(({ start, end }) => [start, end]),
      stretches.map(() => whole),
    );
  }
  if (!passages) return null;
  const at = `${path}.passages`;
  if (passages.length === 0 || passages.length > MAX_PASSAGES) {
    throw userError.badInput(at, `must have 1 to ${MAX_PASSAGES} passages, not ${passages.length}.`);
  }
  let covered = 0;
  let from = 0;
  for (const [index, { start, end }] of passages.entries()) {
    const place = `${at}[${index}]`;
    if (start < from || start > covered || end < covered || end > content.length) {
      throw userError.badInput(
        place,
        `goes from ${start} to ${end}; passages cover the content (${content.length} UTF-16 units) in their order, without gaps.`,
      );
    }
    if (Buffer.byteLength(content.slice(start, end)) > columnBytes.text) {
      throw userError.badInput(place, `is over ${columnBytes.text} bytes.`);
    }
    covered = end;
    from = start;
  }
  if (covered !== content.length) {
    throw userError.badInput(at, `end at ${covered}, but the content at ${content.length}.`);
  }
  return stored(
    passages.flatMap(({ start, end }) => [start, end]),
    passages.map((passage, index) => parseVector(passage.vector, model.dimensions, `${at}[${index}].vector`)),
  );
}

/** The passages that were given, where their vectors are of this model; undefined otherwise. */
export function givenFor(
  document: {
    content: string;
    givenPlaces: number[] | null;
    givenVectors: Buffer | null;
    givenModel: string | null;
  },
  model: { name: string; version: string; dimensions: number },
): { text: string; start: number; end: number; vector: Float32Array }[] | undefined {
  const { content, givenPlaces, givenVectors, givenModel } = document;
  if (!givenPlaces || !givenVectors || givenModel !== modelKey(model)) return undefined;
  return vectorsOfBytes(givenVectors, model.dimensions).map((vector, index) => {
    const [start = 0, end = 0] = givenPlaces.slice(2 * index, 2 * index + 2);
    return { text: content.slice(start, end), start, end, vector };
  });
}

/** The passages that were given with documents of a collection, by key, where their vectors are of its model. */
export async function givenPassages(
  db: Queryable,
  { id, model }: Pick<CollectionRow, 'id' | 'model'>,
  documents: readonly DocumentRow[],
): Promise<Map<string, { start: number; end: number; vector: Float32Array }[]>> {
  const rows = await db.query<{ key: string; revision: number; places: number[]; vectors: Buffer }>(
    `select document_id as key, revision, given_places as places, given_vectors as vectors from documents
     where collection_id = $1 and document_id = any($2) and given_model = $3`,
    [id, documents.map(({ key }) => key), modelKey(model)],
  );
  const revisions = new Map(documents.map(({ key, revision }) => [key, revision]));
  return new Map(
    rows
      .filter(({ key, revision }) => revisions.get(key) === revision)
      .map(({ key, places, vectors }) => [
        key,
        vectorsOfBytes(vectors, model.dimensions).map((vector, index) => {
          const [start = 0, end = 0] = places.slice(2 * index, 2 * index + 2);
          return { start, end, vector };
        }),
      ]),
  );
}
