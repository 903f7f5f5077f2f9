import { imageView } from '../../../lib/milvus/image-view.ts';
import { passageKey } from '../../../lib/milvus/passage.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import type { PassageHit } from '../search/candidates.ts';
import { dot, unit } from '../search/cosine.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import { type Candidate, columnsOfHits } from './candidate.ts';

/** Candidates that are compared with each other; the time grows with the square. */
const COMPARED = 500;
const SAME = 0.98;

interface Compared {
  candidate: Candidate;
  /** Without case, width, spaces and punctuation; empty where pictures are compared. */
  text: string;
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
  { targets }: SearchRequest,
  sources: Pick<Sources, 'columns' | 'vectors'>,
): Promise<Candidate[]> {
  const compared = candidates.slice(0, COMPARED);
  const hits = compared.map(({ hit }) => hit);
  const [rows, vectors] = await Promise.all([
    columnsOfHits(hits, targets, sources, ['key', 'text', 'passages']),
    vectorsOfHits(hits, targets, sources),
  ]);
  const kept: Candidate[] = [];
  const alike = new Map<string, Compared[]>();
  for (const candidate of compared) {
    const { hit } = candidate;
    const row = rows.get(hit);
    if (!row) {
      kept.push(candidate);
      continue;
    }
    const { images, collection } = targets[hit.target] as Target;
    const { model, images: ofPictures = model } = collection.view.spec;
    // Only vectors of one model can be compared.
    const place = images ? modelKey(ofPictures) : `${modelKey(model)} ${hit.row.ordinal} ${row.passages}`;
    const others = alike.get(place) ?? [];
    alike.set(place, others);
    const text = images ? '' : normalised(row.text);
    const one = { candidate: { ...candidate }, text, vector: vectors.get(hit) };
    const first = others.find((other) => isSame(one, other));
    if (first) first.candidate.collapsed++;
    else {
      others.push(one);
      kept.push(one.candidate);
    }
  }
  return [...kept, ...candidates.slice(COMPARED)];
}

const normalised = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');

function isSame(a: Compared, b: Compared): boolean {
  if (a.text === b.text && a.text !== '') return true;
  return a.vector !== undefined && b.vector !== undefined && dot(a.vector, b.vector) > SAME;
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
      const view = images ? imageView(milvusName) : milvusName;
      const vectors = await sources.vectors(view, its.map(vectorKey));
      for (const hit of its) {
        const vector = vectors.get(vectorKey(hit));
        if (vector) found.set(hit, unit(vector));
      }
    }),
  );
  return found;
}
