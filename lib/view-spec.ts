import { createHash } from 'node:crypto';
import { ANALYZER_VERSION } from './text/analyzer.ts';
import type { Analyzer } from './text/tokens.ts';

/** What a view is built by. To change any of it (but `ef`) is to build another view. */
export interface ViewSpec {
  model: { name: string; version: string; dimensions: number };
  passages: PassageSettings;
  keywords: KeywordSettings;
  index: IndexSettings;
  partitions: PartitionKind;
  /** The model of its documents' images; left out where it takes none. */
  images?: { name: string; version: string; dimensions: number } | undefined;
}

export interface PassageSettings {
  /** Of a passage with its title and headings. */
  maxTokens: number;
  overlapTokens: number;
  /** Whether a passage goes with the Markdown headings that it stands under. */
  headings: boolean;
}

export interface KeywordSettings {
  /** 0 to 10, as all weights. */
  titleWeight: number;
  contentWeight: number;
  fields: { field: string; weight: number }[];
  analyzer: Analyzer;
  /** Version of the analysis that made the terms. */
  version: string;
}

export interface IndexSettings {
  /** As asked for. */
  kind: 'AUTO' | 'FLAT' | 'HNSW';
  /** As it is built. */
  builtAs: 'FLAT' | 'HNSW';
  m: number;
  efConstruction: number;
  /** Candidates of a search at least. */
  ef: number;
  /** The recall that `ef` is tuned to, 0.5 to 0.999; not there where `ef` holds as it is. */
  targetRecall?: number | null;
}

/** By what the documents of a collection are divided. */
export type PartitionKind = 'NONE' | 'NAME' | 'FIELD' | 'TENANT';

/** A model and its version as one text: vectors are compared only where it is the same. */
export function modelKey({ name, version }: { name: string; version: string }): string {
  return `${name}@${version}`;
}

/** Why a view should be built anew: what it was built by is no longer what searches go by. */
export function outdated({ keywords }: ViewSpec): string[] {
  if (keywords.version === ANALYZER_VERSION) return [];
  return [
    `The analysis of words has changed (version ${ANALYZER_VERSION}; the index has ${keywords.version}).`,
  ];
}

const fingerprints = new WeakMap<ViewSpec, string>();

/** Equal for specs that answer searches alike. */
export function specFingerprint(spec: ViewSpec): string {
  const known = fingerprints.get(spec);
  if (known !== undefined) return known;
  const made = createHash('sha256').update(JSON.stringify(spec)).digest('base64url').slice(0, 16);
  fingerprints.set(spec, made);
  return made;
}
