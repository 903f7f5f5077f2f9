import type { PassageInput } from '../generated/operations.ts';
import { type Declared, declares } from './declared.ts';
import type { BroughtEmbeddings } from './document.ts';
import { type VectorLength, vectorOf } from './vector.ts';

/** A passage as an export writes it. */
interface WrittenPassage {
  start: number;
  end: number;
  vector: unknown;
  /** Where the server made the vector. */
  embeddingKey?: string | null;
}

/**
 * Takes the passages that an export has written out of the fields of a record. Vectors that had been given are given again;
 * those that the server had made are embeddings to keep, so that it makes the same passages of the document as before. Vectors of
 * another model than the collection's are of no use.
 * @throws Error with what is wrong with a vector
 */
export function takePassages(
  fields: Record<string, unknown>,
  { declared, vectorLength }: { declared: Declared; vectorLength: VectorLength },
): { passages?: PassageInput[]; brought?: BroughtEmbeddings } {
  const { passages: found, embeddingModel } = fields;
  if (declares(declared, 'passages') || !arePassages(found)) return {};
  delete fields.passages;
  if (!declares(declared, 'embeddingModel')) delete fields.embeddingModel;
  const passages = found.map(({ start, end, vector, embeddingKey }, index) => {
    try {
      return { start, end, vector: vectorOf(vector, vectorLength), embeddingKey };
    } catch (error) {
      throw new Error(`the vector of its passage ${index} ${(error as Error).message}`);
    }
  });
  const made = passages.flatMap(({ embeddingKey: key, vector }) => (key ? [{ key, vector }] : []));
  if (made.length === 0) {
    const own =
      declared.embeddingModel && `${declared.embeddingModel.name}@${declared.embeddingModel.version}`;
    // Vectors of two models are never mixed.
    if (typeof embeddingModel === 'string' && own !== undefined && own !== embeddingModel) return {};
    return { passages: passages.map(({ embeddingKey: _, ...passage }) => passage) };
  }
  if (typeof embeddingModel !== 'string') return {};
  return { brought: { model: embeddingModel, embeddings: made } };
}

function arePassages(value: unknown): value is WrittenPassage[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (each) => Number.isInteger(each?.start) && Number.isInteger(each?.end) && each?.vector !== undefined,
    )
  );
}
