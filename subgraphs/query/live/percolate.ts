import { matches } from '../../../lib/filter/matches.ts';
import type { IndexedRow } from '../../../lib/milvus/read.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import { dot, unit } from '../search/cosine.ts';
import type { Target } from '../search/request.ts';
import { termsOfPassage } from './bm25.ts';
import type { Candidates, Newcomer } from './candidates.ts';
import type { Reach } from './reach.ts';
import type { Rewritten } from './words.ts';

/** A document of a view that has changed, as it is now; without passages where it was deleted. */
export interface ChangedDocument extends Rewritten {
  partition: string;
  metadata: Record<string, unknown>;
  /** Unit vectors of its passages. */
  vectors: Float32Array[];
}

/** What percolation needs to know of a standing search. */
export interface Percolated {
  /** undefined: any change may reach its page. */
  reach: Reach | undefined;
  candidates: Candidates | undefined;
  /** It is being run, and looks by itself at what changed meanwhile. */
  busy: boolean;
  tenant: string | undefined;
  /** The revision of a document that its page shows; undefined: none. */
  shown(collectionId: string, key: string): number | undefined;
}

export function changedDocument(key: string, revision: number, rows: readonly IndexedRow[]): ChangedDocument {
  const [first] = rows;
  return {
    key,
    revision,
    partition: first?.partition ?? '',
    metadata: first?.metadata ?? {},
    vectors: rows.map(({ vector }) => unit(vector)),
    terms: rows.map(({ terms }) => termsOfPassage(terms)),
  };
}

/** Comparisons of a search with a document, before others get their turn. */
const IN_A_TURN = 50;

/**
 * Tells which of the standing searches of a collection have another page since the documents changed: those whose page shows one of
 * them, and those whose candidates, with the documents among them and scored by the words as they are now, make another page.
 */
export async function touched<S extends Percolated>(
  searches: readonly S[],
  collectionId: string,
  documents: readonly ChangedDocument[],
  found: (search: S) => void,
): Promise<void> {
  let compared = 0;
  for (const search of searches) {
    if (search.busy) continue;
    if (isTouched(search, collectionId, documents)) found(search);
    compared += 1 + documents.length;
    if (compared < IN_A_TURN) continue;
    compared = 0;
    await new Promise(setImmediate);
  }
}

function isTouched(search: Percolated, collectionId: string, documents: readonly ChangedDocument[]): boolean {
  const { reach, candidates } = search;
  const isShown = ({ key, revision, vectors }: ChangedDocument) => {
    const shown = search.shown(collectionId, key);
    return shown !== undefined && (shown !== revision || vectors.length === 0);
  };
  if (!reach || !candidates || documents.some(isShown)) return true;
  const at = reach.request.targets.findIndex(({ collection }) => collection.id === collectionId);
  const target = reach.request.targets[at];
  if (!target) return false;
  const vector = reach.vectors.get(modelKey(target.collection.view.model));
  return candidates.become(
    at,
    documents.map((document) => [document.key, newcomer(document, target, vector, search)]),
  );
}

/** A document as the search finds it; undefined where it does not. */
function newcomer(
  document: ChangedDocument,
  target: Target,
  vector: Float32Array | undefined,
  search: Percolated,
): Newcomer | undefined {
  if (document.vectors.length === 0 || !passes(document, target, search)) return undefined;
  return { cosine: vector && best(vector, document.vectors), terms: document.terms };
}

/** The cosine of the passage that is nearest. */
function best(vector: Float32Array, passages: readonly Float32Array[]): number {
  let most = -1;
  for (const passage of passages) most = Math.max(most, dot(vector, passage));
  return most;
}

function passes(
  { metadata, partition }: ChangedDocument,
  { collection, filter, partitions }: Target,
  { tenant }: Percolated,
): boolean {
  if (collection.view.spec.partitions === 'TENANT' && partition !== tenant) return false;
  if (partitions && !partitions.includes(partition)) return false;
  return !filter || matches(filter, metadata);
}
