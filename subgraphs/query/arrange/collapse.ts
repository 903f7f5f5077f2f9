import { imageView } from '../../../lib/milvus/image-view.ts';
import { passageKey } from '../../../lib/milvus/passage.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { PassageHit } from '../search/candidates.ts';
import { unit } from '../search/cosine.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import { type Candidate, columnsOfHits } from './candidate.ts';

/** Candidates that are compared with each other; the time grows with the square. */
const COMPARED = 2_000;
const SAME = 0.98;

interface Kept {
  candidate: Candidate;
  /** Of length 1. */
  vector: Float32Array | undefined;
}

/**
 * Leaves of documents that are nearly the same the first, which counts the others. Compared are the passages that matched, where they
 * stand at the same place of documents with as many passages: long documents that share a passage by chance, such as a
 * licence, stay apart. In mode IMAGE compared are the pictures that matched, whatever is written beside them.
 */
export async function collapsed(
  candidates: readonly Candidate[],
  { targets }: Pick<SearchRequest, 'targets'>,
  sources: Pick<Sources, 'columns' | 'vectors'>,
): Promise<Candidate[]> {
  const compared = candidates.slice(0, COMPARED);
  const hits = compared.map(({ hit }) => hit);
  const [rows, vectors] = await Promise.all([
    columnsOfHits(hits, targets, sources, ['key', 'text', 'passages']),
    vectorsOfHits(hits, targets, sources),
  ]);
  const kept: Candidate[] = [];
  const byText = new Map<string, Candidate>();
  const byModel = new Map<string, Kept[]>();
  for (const candidate of compared) {
    const { hit } = candidate;
    const row = rows.get(hit);
    if (!row) {
      kept.push(candidate);
      continue;
    }
    const { images, collection } = targets[hit.target] as Target;
    const { spec, model: ofTexts } = collection.view;
    const place = images ? '' : `${hit.row.ordinal} ${row.passages}`;
    const letters = images ? '' : lettersOf(row.text);
    // Only vectors of one model can be compared; texts always.
    const model = `${modelKey((images && spec.images) || ofTexts)} ${place}`;
    const others = byModel.get(model) ?? [];
    byModel.set(model, others);
    const vector = vectors.get(hit);
    const text = letters === '' ? undefined : `${place} ${letters}`;
    const first = (text && byText.get(text)) || nearTo(vector, others);
    if (first) {
      first.collapsed++;
      // What is like this one is like the first.
      if (text && !byText.has(text)) byText.set(text, first);
      continue;
    }
    const one = { ...candidate };
    kept.push(one);
    if (text) byText.set(text, one);
    others.push({ candidate: one, vector });
  }
  return [...kept, ...candidates.slice(COMPARED)];
}

function nearTo(vector: Float32Array | undefined, others: readonly Kept[]): Candidate | undefined {
  if (!vector) return undefined;
  return others.find((other) => other.vector && isNear(vector, other.vector))?.candidate;
}

/** Without case, width, spaces and punctuation. */
const lettersOf = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');

/** The square of how far vectors of length 1 lie apart whose cosine is SAME. */
const APART = 2 - 2 * SAME;
/** Components after which it is looked whether two lie too far apart already: most do, long before their last. */
const STEP = 16;

/** Whether the cosine of two vectors of length 1 is above SAME. */
function isNear(a: Float32Array, b: Float32Array): boolean {
  let apart = 0;
  for (let from = 0; from < a.length; from += STEP) {
    const to = Math.min(from + STEP, a.length);
    for (let index = from; index < to; index++) {
      const difference = (a[index] as number) - (b[index] as number);
      apart += difference * difference;
    }
    if (apart >= APART) return false;
  }
  return true;
}

/** Of the passage or the picture that matched. */
const vectorKey = ({ row, image }: PassageHit) =>
  image === undefined ? row.key : passageKey(row.document, row.revision, image);

async function vectorsOfHits(
  hits: readonly PassageHit[],
  targets: readonly Target[],
  sources: Pick<Sources, 'vectors'>,
): Promise<Map<PassageHit, Float32Array>> {
  const found = new Map<PassageHit, Float32Array>();
  await Promise.all(
    [...Map.groupBy(hits, ({ target }) => target)].map(async ([target, its]) => {
      const { collection, images } = targets[target] as Target;
      const { milvusName } = collection.view;
      const vectors = await sources.vectors(images ? imageView(milvusName) : milvusName, its.map(vectorKey));
      for (const hit of its) {
        const vector = vectors.get(vectorKey(hit));
        if (vector) found.set(hit, unit(vector));
      }
    }),
  );
  return found;
}
