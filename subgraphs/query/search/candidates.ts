import type { PassagePlace } from '../../../lib/milvus/passage.ts';
import type { ViewSpec } from '../../../lib/view-spec.ts';
import type { Calibration } from '../relevance/calibration.ts';
import type { SearchRequest } from './request.ts';
import type { RerankMethod } from './rerank/judge.ts';
import type { Scale } from './scale.ts';

/** A passage that one branch found. */
export interface PassageHit {
  /** Which of the request's targets (collections) it was found in. */
  target: number;
  /** As the branch scores: cosine or BM25, the higher the better. */
  score: number;
  row: PassagePlace;
  /** In mode IMAGE, which of the document's pictures it is. */
  image?: number | undefined;
}

/** By what a branch finds: by meaning, or by words. */
export type BranchKind = 'SEMANTIC' | 'KEYWORD';
export type ModelName = ViewSpec['model'];

/** What one way of searching (by meaning, by words) found, the best first. */
export interface Branch {
  kind: BranchKind;
  /** The model that made the vectors; undefined where there are none. */
  model?: ModelName | undefined;
  hits: PassageHit[];
  /** Nothing else matches: the branch was asked for more than it has. */
  exhausted: boolean;
  /** The score of every document that is not among the hits, where that is known. */
  unmatched?: number | undefined;
  /** The targets that it looked into; undefined: all. */
  targets?: ReadonlySet<number> | undefined;
  /** By target, the most that a score by words can be. */
  most?: readonly number[] | undefined;
  /** By target; null where it did not look. */
  efforts: readonly (Effort | null)[];
}

/** How hard a branch looked into one target. */
export interface Effort {
  /** Passages that it asked for. */
  limit: number;
  /** Candidates of a graph index at least; undefined where every vector was compared. */
  ef?: number | undefined;
  /** Passages that pass the filter, where that was counted to choose `ef`. */
  matching?: number | undefined;
  /** Whether `ef` was raised, because few pass. */
  raised?: boolean | undefined;
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

/** What reranking made of a document. */
export interface Reranked {
  /** Its places in the list, from 1. */
  before: number;
  after: number;
  /** As the method scores. */
  score: number;
  method: RerankMethod;
}

/** How a branch took part in the order. It is kept with the list, so that each hit can be explained. */
export interface FusedBranch {
  kind: BranchKind;
  model?: ModelName | undefined;
  /** Documents that it found. */
  documents: number;
  /** Its weight for the documents of each target; null for one that it did not look into. */
  weights: readonly (number | null)[];
  /** Likewise. */
  efforts: readonly (Effort | null)[];
  scale: Scale;
  /** Of the cosines of its model. */
  calibration?: Calibration | undefined;
  /** By target, the most that a score by words can be. */
  most?: readonly number[] | undefined;
}

/** A document in the order. */
export interface RankedHit extends PassageHit {
  /** By branch, its rank there (from 1) and its raw score; null where the branch did not find it. */
  found: readonly (readonly [rank: number, score: number] | null)[];
  /** Where it was judged once more. */
  reranked?: Reranked | undefined;
  /** What boosts and recency multiplied its standing by. */
  boost?: number | undefined;
  /** How many near duplicates it stands for. */
  collapsed?: number | undefined;
  /** The documents that it stands for, where the search groups them. */
  group?: { value: string | number | boolean | null; others: RankedHit[] } | undefined;
}

export interface Ranked extends Underway {
  /** Each document once, in the final order, shown by one passage. */
  hits: RankedHit[];
  branches: readonly FusedBranch[];
  /** All matching documents are in `hits`. */
  exact: boolean;
}

/** Tells documents of one request apart, across its collections. */
export const documentKey = (hit: PassageHit): string => `${hit.target} ${hit.row.document}`;

/** A value for each document of one request, across its collections. */
export class ByDocument<T> {
  readonly #byTarget: Map<string, T>[] = [];

  get({ target, row }: PassageHit): T | undefined {
    return this.#byTarget[target]?.get(row.document);
  }

  set({ target, row }: PassageHit, value: T): void {
    let documents = this.#byTarget[target];
    if (!documents) {
      documents = new Map();
      this.#byTarget[target] = documents;
    }
    documents.set(row.document, value);
  }

  values(): T[] {
    const values: T[] = [];
    // A target of which nothing was found has no map.
    this.#byTarget.forEach((documents) => {
      for (const value of documents.values()) values.push(value);
    });
    return values;
  }
}
