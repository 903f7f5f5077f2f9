import { randomBytes } from 'node:crypto';
import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { FusedBranch, Ranked, RankedHit, Reranked } from '../search/candidates.ts';
import type { StageTime } from '../search/pipeline.ts';
import { fingerprint } from '../search/request.ts';

/** One place of a ranked list: which passage of which revision of which document. */
export interface Place {
  /** Index of the collection among those of the search. */
  target: number;
  document: string;
  revision: number;
  ordinal: number;
  score: number;
  /** In mode IMAGE, which of the document's pictures matched best. */
  image?: number | undefined;
  reranked?: Reranked | undefined;
  /** What each branch found of it. */
  found: RankedHit['found'];
  /** What boosts and recency multiplied its standing by; left out where there are none. */
  boost?: number | undefined;
  /** How many near duplicates it stands for; left out where the search does not collapse. */
  collapsed?: number | undefined;
  /** The documents that it stands for besides its own, where the search groups them. */
  group?: { value: string | number | boolean | null; others: Place[] } | undefined;
}

/** The ranked list of one search: what its pages are cut from. */
export interface Snapshot {
  id: string;
  /** Of the request that it answers. */
  fingerprint: string;
  places: Place[];
  branches: readonly FusedBranch[];
  /** How long each stage took when it was made. */
  stages: readonly StageTime[];
  /** All matching documents are in it. */
  exact: boolean;
  notes: readonly string[];
}

/** A snapshot with the first of its rows, so that a page of a search that is asked often costs no call at all. */
export interface Answer {
  snapshot: Snapshot;
  /** Rows of the first places, in their order; null for one that is no longer there. */
  rows: (PassageFields | null)[];
  /** How long each stage took when it was made. */
  stages: readonly StageTime[];
}

export function snapshotOf(ranked: Ranked, stages: readonly StageTime[]): Snapshot {
  return {
    id: randomBytes(12).toString('base64url'),
    fingerprint: fingerprint(ranked.request),
    places: ranked.hits.map(placeOf),
    branches: ranked.branches,
    stages: [...stages],
    exact: ranked.exact,
    notes: ranked.notes,
  };
}

function placeOf({ target, score, found, row, image, reranked, boost, collapsed, group }: RankedHit): Place {
  const { document, revision, ordinal } = row;
  const others = group && { value: group.value, others: group.others.map(placeOf) };
  return {
    target,
    document,
    revision,
    ordinal,
    score,
    found,
    image,
    reranked,
    boost,
    collapsed,
    group: others,
  };
}

/** Every document of a list, those in groups too. */
export const documentsOf = ({ places }: Snapshot): Place[] =>
  places.flatMap((place) => (place.group ? [place, ...place.group.others] : [place]));

/** Bytes, roughly. */
export const sizeOfSnapshot = (snapshot: Snapshot): number => 500 + 200 * documentsOf(snapshot).length;

export const sizeOfAnswer = ({ snapshot, rows }: Answer): number =>
  sizeOfSnapshot(snapshot) + rows.reduce((sum, row) => sum + (row ? sizeOfRow(row) : 0), 0);

export const sizeOfRow = ({ text, title }: PassageFields): number => 500 + 2 * (text.length + title.length);
