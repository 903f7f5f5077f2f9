import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { FusedBranch, Ranked } from '../search/candidates.ts';
import type { StageTime } from '../search/pipeline.ts';
import { cacheKey, digest, fingerprint, type SearchRequest, whereabouts } from '../search/request.ts';
import { SNAPSHOT_ID } from './cursor.ts';
import { allPlaces, type Place, type Places, placesOf } from './places.ts';

/** The ranked list of one search: what its pages are cut from. */
export interface Snapshot {
  /** Of what was asked of which state of the collections, and what came out: a list that is made again has it again. */
  id: string;
  /** Of the request that it answers. */
  fingerprint: string;
  /** Where that request looked. */
  whereabouts: string;
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
  const places = placesOf(ranked.hits, ranked.branches.length);
  return {
    id: idOf(ranked.request, places),
    fingerprint: fingerprint(ranked.request),
    whereabouts: whereabouts(ranked.request),
    places,
    branches: ranked.branches,
    stages: [...stages],
    exact: ranked.exact,
    notes: ranked.notes,
  };
}

function idOf(request: SearchRequest, { keys, targets, more }: Places): string {
  const behind = Object.entries(more).map(([index, { group }]) => [index, group?.others.map(keyOfPlace)]);
  return digest([cacheKey(request), keys, targets, behind]).slice(0, SNAPSHOT_ID);
}

const keyOfPlace = ({ target, document, revision }: Place) => [target, document, revision];

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
