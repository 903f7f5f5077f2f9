import { matches } from '../../../lib/filter/matches.ts';
import type { IndexedRow } from '../../../lib/milvus/read.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import { dot, unit } from '../search/cosine.ts';
import type { Target } from '../search/request.ts';
import { type PassageTerms, termsOfPassage, type WordBounds } from './bounds.ts';
import type { Newcomer } from './newcomers.ts';
import type { Reach } from './reach.ts';

/** A document of a view that has changed, as it is now; without passages where it was deleted. */
export interface ChangedDocument {
  key: string;
  partition: string;
  metadata: Record<string, unknown>;
  /** Unit vectors of its passages. */
  vectors: Float32Array[];
  /** Of each of them. */
  terms: PassageTerms[];
}

/** What percolation needs to know of a standing search. */
export interface Percolated {
  /** undefined: any change may reach its page. */
  reach: Reach | undefined;
  /** The score that a document must have to come into the page; -Infinity while there is room in it. */
  threshold: number;
  tenant: string | undefined;
  shows(collectionId: string, key: string): boolean;
}

/** What changed documents are to the standing searches of their collection. */
export interface Touched<S> {
  /** Their pages show one of the documents, or one has the score to come into them. */
  sure: Set<S>;
  /** One can come into their pages by what its words can bring at most, as things stood when they were run. */
  doubtful: Doubt<S>[];
}

/** A search into whose page documents may come. */
export interface Doubt<S> extends Open<S> {
  /** With at most their scores by words. */
  documents: Newcomer[];
}

export function changedDocument(key: string, rows: readonly IndexedRow[]): ChangedDocument {
  const [first] = rows;
  return {
    key,
    partition: first?.partition ?? '',
    metadata: first?.metadata ?? {},
    vectors: rows.map(({ vector }) => unit(vector)),
    terms: rows.map(({ terms }) => termsOfPassage(terms)),
  };
}

/** Documents that are compared before others get their turn. */
const IN_A_TURN = 16;

/**
 * Which of the standing searches of a collection the changed documents can touch: those whose page shows one of them, and
 * those in whose page one can come by its score. Words are looked up in an index of the searches' words, so that only
 * searches that share one with the document are looked at; meanings are compared as one product of matrices.
 */
export async function touched<S extends Percolated>(
  searches: readonly S[],
  collectionId: string,
  documents: readonly ChangedDocument[],
  bounds: WordBounds,
): Promise<Touched<S>> {
  const sure = new Set<S>();
  const doubts = new Map<S, Doubt<S>>();
  const open: Open<S>[] = [];
  for (const search of searches) {
    if (!search.reach) {
      sure.add(search);
      continue;
    }
    const target = search.reach.request.targets.findIndex(({ collection }) => collection.id === collectionId);
    if (target >= 0) open.push({ search, reach: search.reach, target });
  }
  const byTerm = termIndex(open);
  const vectors = vectorsOf(open);
  for (const [index, document] of documents.entries()) {
    if (index > 0 && index % IN_A_TURN === 0) await new Promise(setImmediate);
    const atMost = scoresByWords(open, byTerm, document, bounds);
    open.forEach((one, at) => {
      const { search, reach, target } = one;
      if (sure.has(search)) return;
      if (search.shows(collectionId, document.key)) {
        sure.add(search);
        return;
      }
      const vector = vectors[at];
      const cosine = vector && best(vector, document.vectors);
      const words = atMost?.[at] ?? 0;
      if (document.vectors.length === 0 || (vector === undefined && words === 0)) return;
      if (reach.atMost(target, cosine, words) < search.threshold) return;
      if (!passes(document, reach.request.targets[target] as Target, search)) return;
      if (reach.pure || search.threshold === Number.NEGATIVE_INFINITY) {
        sure.add(search);
        return;
      }
      const doubt = doubts.get(search) ?? { ...one, documents: [] };
      doubt.documents.push({ key: document.key, cosine, words });
      doubts.set(search, doubt);
    });
  }
  return { sure, doubtful: [...doubts.values()].filter(({ search }) => !sure.has(search)) };
}

interface Open<S> {
  search: S;
  reach: Reach;
  /** Index of the collection among those of the search. */
  target: number;
}

/** Which searches look for a term, in which view, and how often they name it. */
function termIndex<S>(open: readonly Open<S>[]): Map<string, Asked[]> {
  const index = new Map<string, Asked[]>();
  open.forEach(({ reach, target }, at) => {
    const view = (reach.request.targets[target] as Target).collection.view.milvusName;
    for (const [term, times] of reach.terms[target] ?? []) {
      const entries = index.get(term) ?? [];
      entries.push({ at, view, times });
      index.set(term, entries);
    }
  });
  return index;
}

interface Asked {
  at: number;
  view: string;
  times: number;
}

function vectorsOf<S>(open: readonly Open<S>[]): (Float32Array | undefined)[] {
  return open.map(({ reach, target }) =>
    reach.vectors.get(modelKey((reach.request.targets[target] as Target).collection.view.model)),
  );
}

/** At most the score by words of a document in each search; undefined where it shares a word with none. */
function scoresByWords<S>(
  open: readonly Open<S>[],
  byTerm: ReadonlyMap<string, Asked[]>,
  { terms: passages }: ChangedDocument,
  bounds: WordBounds,
): Float64Array | undefined {
  let best: Float64Array | undefined;
  for (const passage of passages) {
    let scores: Float64Array | undefined;
    for (const term of passage.counts.keys()) {
      for (const { at, view, times } of byTerm.get(term) ?? []) {
        scores ??= new Float64Array(open.length);
        scores[at] = (scores[at] as number) + times * bounds.of(view, term, passage);
      }
    }
    const more = scores;
    best = best && more ? best.map((score, at) => Math.max(score, more[at] as number)) : (best ?? more);
  }
  return best;
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
