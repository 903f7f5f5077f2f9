import { randomBytes } from 'node:crypto';
import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { FusedBranch, Ranked } from '../search/candidates.ts';
import type { StageTime } from '../search/pipeline.ts';
import { fingerprint } from '../search/request.ts';
import { allPlaces, type Place, type Places, placesOf } from './places.ts';

/** The ranked list of one search: what its pages are cut from. */
export interface Snapshot {
  id: string;
  /** Of the request that it answers. */
  fingerprint: string;
  places: Places;
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
    places: placesOf(ranked.hits, ranked.branches.length),
    branches: ranked.branches,
    stages: [...stages],
    exact: ranked.exact,
    notes: ranked.notes,
  };
}

/** Every document of a list, those in groups too. */
export const documentsOf = ({ places }: Snapshot): Place[] =>
  allPlaces(places).flatMap((place) => (place.group ? [place, ...place.group.others] : [place]));

/** Bytes, roughly. */
export const sizeOfSnapshot = ({ places, branches }: Snapshot): number =>
  500 +
  places.keys.length * (60 + 16 * branches.length) +
  Object.values(places.more).reduce((sum, { group }) => sum + 100 + 200 * (group?.others.length ?? 0), 0);

export const sizeOfAnswer = ({ snapshot, rows }: Answer): number =>
  sizeOfSnapshot(snapshot) + rows.reduce((sum, row) => sum + (row ? sizeOfRow(row) : 0), 0);

export const sizeOfRow = ({ text, title }: PassageFields): number => 500 + 2 * (text.length + title.length);
