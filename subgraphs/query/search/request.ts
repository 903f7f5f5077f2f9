import { createHash } from 'node:crypto';
import type { Filter } from '../../../lib/filter/filter.ts';
import { stringifyJson64 } from '../../../lib/json64.ts';
import { presentVector } from '../../../lib/vector.ts';
import { specFingerprint } from '../../../lib/view-spec.ts';
import type { FusionMethod, SearchMode } from '../../../schema/generated/query.ts';
import type { Aim, Example } from '../aim/aim.ts';
import type { Arrangement } from '../arrange/arrangement.ts';
import type { CollectionEntry } from '../catalog/statements.ts';
import type { Picture } from '../images/picture.ts';
import type { Conditions } from './conditions.ts';

/** One collection that a request searches. */
export interface Target {
  collection: CollectionEntry;
  /** What was asked for, and what the caller may see, of a document's metadata as a row keeps it. */
  filter: Filter | undefined;
  /** The filter, and what the caller may see, as a Milvus expression; '' for none. */
  expression: string;
  /** Which documents are looked at whatever is asked: of a tenant, of partitions, and that the caller may see; '' for all. */
  seen: string;
  /** Named partitions to look into; undefined: all. */
  partitions: readonly string[] | undefined;
  /** The caller named these partitions. */
  named: boolean;
  /** Its images are searched, and not its passages. */
  images: boolean;
  /** What a search by words looks for beside the text. */
  also: readonly string[];
  /** Weight of the keyword branch where both search, 0 to 1. */
  keywordWeight: number;
}

/** A checked search. */
export interface SearchRequest {
  targets: readonly [Target, ...Target[]];
  /**
   * What to look for: without operators, without what must not be there, and with misspelt words as they were meant; empty where the
   * search goes by vectors alone.
   */
  text: string;
  /** The same without what stands in quotes. */
  loose: string;
  conditions: Conditions;
  /** The text as it was given. */
  given: string;
  /** Whether misspelt words are also searched for as what they were meant to be. */
  typos: boolean;
  /** The text as it was meant, where words of it were misspelt. */
  didYouMean?: string | undefined;
  /** What it looks for by vectors beside the text; undefined: nothing. */
  aim?: Aim | undefined;
  /** In mode IMAGE, what those to be found should look like. */
  picture?: Picture | undefined;
  /** What the caller should know of how the text was understood, such as a part that is away. */
  doubts: readonly string[];
  mode: SearchMode;
  fusion: FusionMethod;
  /** Of every target, where the caller says so. */
  keywordWeight: number | null;
  /** Of each target; undefined: 1 of each. */
  collectionWeights?: readonly number[] | undefined;
  /** Relevance that a document must have at least, 0 to 1. */
  minScore?: number | undefined;
  /** Passages that each branch collects, for each collection. */
  candidates: number;
  rerank?: RerankRequest | undefined;
  /** What is done with the ranked candidates before pages are cut; undefined: nothing. */
  arrangement?: Arrangement | undefined;
  /** What the candidates depend on beside all this, by the names of the middleware that changes them. */
  scopes: Readonly<Record<string, string>>;
}

export interface RerankRequest {
  /** Documents that are reranked, from the first on. */
  candidates: number;
  /** The caller said how many: otherwise that depends on the size of the page. */
  given: boolean;
}

const fingerprints = new WeakMap<SearchRequest, string>();

/** Equal for requests that ask the same of the same collections, whatever has become of these in between. */
export function fingerprint(request: SearchRequest): string {
  const known = fingerprints.get(request) ?? fingerprintOf(request);
  fingerprints.set(request, known);
  return known;
}

function fingerprintOf(request: SearchRequest): string {
  const { given, conditions, typos, mode, candidates, arrangement, scopes, collectionWeights, minScore } =
    request;
  const fusion = mode === 'HYBRID' ? [request.fusion, request.keywordWeight] : [];
  // Pages of one list may be of different sizes.
  const rerank = request.rerank && [request.rerank.given ? request.rerank.candidates : null];
  const targets = request.targets.map(({ collection, expression, named, partitions }) => [
    collection.name,
    expression,
    named && partitions,
  ]);
  return digest([
    given,
    request.aim && aimKey(request.aim),
    request.picture?.hash,
    conditions,
    typos,
    mode,
    candidates,
    collectionWeights,
    minScore,
    fusion,
    rerank,
    targets,
    arrangement,
    scopes,
  ]);
}

/** Equal for requests that look into the same collections and partitions: one that was made again is another. */
export const whereabouts = ({ targets }: SearchRequest): string =>
  digest(targets.map(({ collection, partitions }) => [collection.id, partitions]));

/** Equal for searches that aim at the same. */
function aimKey({ vector, like, unlike }: Aim) {
  const names = (examples: readonly Example[]) => examples.map(({ collection, key }) => [collection.id, key]);
  return [vector && presentVector(vector), names(like), names(unlike)];
}

const cacheKeys = new WeakMap<SearchRequest, string>();

/** As the fingerprint, but another as soon as anything has been indexed, or by another model or analysis. */
export function cacheKey(request: SearchRequest): string {
  const known = cacheKeys.get(request) ?? cacheKeyOf(request);
  cacheKeys.set(request, known);
  return known;
}

function cacheKeyOf(request: SearchRequest): string {
  const state = request.targets.map(
    ({ collection: { view, expires, documentCount }, also, keywordWeight }) => [
      also,
      keywordWeight,
      roughly(documentCount),
      view.id,
      view.changes,
      specFingerprint(view.spec),
      // What expires is not counted a second longer.
      expires && Math.floor(Date.now() / 1000),
    ],
  );
  const { text, loose, rerank } = request;
  const { like = [], unlike = [] } = request.aim ?? {};
  const examples = [...like, ...unlike];
  const read = examples.map(({ collection: { view } }) => [view.id, view.changes]);
  return digest([fingerprint(request), whereabouts(request), text, loose, rerank?.candidates, state, read]);
}

/** A number of documents as relevance goes by it: the next power of two, so that few writes change it. */
export const roughly = (documents: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, documents)));

export const digest = (value: unknown): string =>
  createHash('sha256').update(stringifyJson64(value)).digest('base64url');
