import type { Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { bytesOfVectors, parseVector } from '../../../lib/vector.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { KeepEmbeddingsInput } from '../../../schema/generated/index.ts';
import { findCollection } from '../collections/collection.ts';
import { KEY_BYTES, keepEmbeddings } from '../work/embed.ts';

const PATH = 'input.embeddings';
const MOST = 10_000;
const KEY = new RegExp(`^[0-9a-f]{${2 * KEY_BYTES}}$`);

/**
 * Keeps embeddings of the collection's model that were made elsewhere, as if they had been made here.
 * @returns how many of them were not kept before
 * @throws COLLECTION_NOT_FOUND, MODEL_MISMATCH, BAD_USER_INPUT
 */
export async function takeEmbeddings(db: Queryable, input: KeepEmbeddingsInput): Promise<number> {
  const { model, name } = await findCollection(db, input.collection, 'input.collection');
  const theirs = modelKey({ name: input.model, version: input.version });
  if (theirs !== modelKey(model)) {
    throw userError.conflict(
      'MODEL_MISMATCH',
      'input.model',
      `the collection "${name}" has vectors of ${modelKey(model)}, not of ${theirs}. Leave the embeddings out: its documents are embedded when they are indexed.`,
    );
  }
  if (input.embeddings.length === 0) throw userError.badInput(PATH, 'must not be empty.');
  if (input.embeddings.length > MOST) {
    throw userError.badInput(PATH, `has ${input.embeddings.length} entries; at most ${MOST} are allowed.`);
  }
  const embeddings = input.embeddings.map(({ key, vector }, index) => {
    if (!KEY.test(key)) throw userError.badInput(`${PATH}[${index}].key`, 'is no key of an embedding.');
    const components = parseVector(vector, model.dimensions, `${PATH}[${index}].vector`);
    return [key, { key: Buffer.from(key, 'hex'), bytes: bytesOfVectors([components]) }] as const;
  });
  return keepEmbeddings(db, theirs, [...new Map(embeddings).values()]);
}
