import type { PassagePlace } from '../../../lib/milvus/passage.ts';
import type { SearchRequest } from './request.ts';

/** A passage that one branch found. */
export interface PassageHit {
  /** Which of the request's targets (collections) it was found in. */
  target: number;
  /** As the branch scores: cosine or BM25, the higher the better. */
  score: number;
  row: PassagePlace;
}

/** What one way of searching (by meaning, by words) found, the best first. */
export interface Branch {
  hits: PassageHit[];
  /** Nothing else matches: the branch was asked for more than it has. */
  exhausted: boolean;
  /** The score of every document that is not among the hits, where that is known. */
  unmatched?: number | undefined;
  /** The targets that it looked into; undefined: all. */
  targets?: ReadonlySet<number> | undefined;
}

export interface Branches {
  /** One for each embedding model, whose cosines are comparable among themselves only. */
  semantic: readonly Branch[];
  keyword?: Branch | undefined;
}

/** A request on its way, with what the caller should know of what happened so far. */
export interface Underway {
  request: SearchRequest;
  notes: readonly string[];
}
export interface Embedded extends Underway {
  /** The vector of the text by each model (`modelKey`); a collection whose model has none is searched by words alone. */
  vectors: ReadonlyMap<string, Float32Array>;
}
export interface Retrieved extends Underway {
  branches: Branches;
}
/** Each document once in each branch, by its best passage there. */
export interface Grouped extends Underway {
  branches: Branches;
}

/** A place of the ranked list. */
export interface RankedHit extends PassageHit {
  /** How many near duplicates it stands for. */
  collapsed?: number | undefined;
  /** The documents that it stands for, where the search groups them. */
  group?: { value: string | number | boolean | null; others: RankedHit[] } | undefined;
}

export interface Ranked extends Underway {
  /** Each document once, in the final order, shown by one passage. */
  hits: RankedHit[];
  /** All matching documents are in `hits`. */
  exact: boolean;
}

/** Tells documents of one request apart, across its collections. */
export const documentKey = (hit: PassageHit): string => `${hit.target} ${hit.row.document}`;
