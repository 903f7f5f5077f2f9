import { mayUse, seenBy } from '../../../lib/access.ts';
import type { Caller } from '../../../lib/caller.ts';
import { userError } from '../../../lib/errors.ts';
import { toMilvus } from '../../../lib/filter/milvus.ts';
import { parseFilter } from '../../../lib/filter/parse.ts';
import { parsePosition } from '../../../lib/ids.ts';
import { isOneOf } from '../../../lib/milvus/expression.ts';
import type { FetchedImages } from '../../../lib/remote-image/fetch-images.ts';
import { DEFAULT_KEYWORD_WEIGHT } from '../../../lib/search-settings.ts';
import { type ParsedQuery, parseQuery } from '../../../lib/text/query-syntax.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import { type Aim, checkAimed } from '../aim/aim.ts';
import { checkArrangement } from '../arrange/arrangement.ts';
import type { CollectionEntry } from '../catalog/statements.ts';
import type { WantedPosition } from '../catalog/wait.ts';
import { checkImageSearch, checkPicture } from '../images/picture.ts';
import type { RerankRequest, SearchRequest, Target } from './request.ts';
import { checkMinScore, collectionWeightsOf } from './weights.ts';

const MAX_COLLECTIONS = 20;
const MAX_TEXT = 4_000;
const MAX_PAGE = 100;
const CANDIDATES = { least: 10, most: 1_000 };
const RERANKED = { least: 2, most: 200 };
const MAX_WAIT_MS = 30_000;
const MAX_PARTITIONS = 100;
const MAX_CONDITIONS = 32;

/** Checks what can be checked without knowing the collections. @throws userError with the place and the remedy */
export function checkInput(input: SearchInput, first: number): void {
  const { collections, keywordWeight, candidates, waitMilliseconds } = input;
  if (collections.length < 1 || collections.length > MAX_COLLECTIONS) {
    throw userError.badInput(
      'input.collections',
      `name 1 to ${MAX_COLLECTIONS} collections, not ${collections.length}.`,
    );
  }
  checkImageSearch(input);
  if (input.mode !== 'IMAGE') checkAimed(input);
  const text = input.text ?? undefined;
  if (text?.trim() === '') throw userError.badInput('input.text', 'is empty; say what to search for.');
  if (text && text.length > MAX_TEXT) {
    throw userError.badInput('input.text', `has ${text.length} characters; at most ${MAX_TEXT} are allowed.`);
  }
  inRange('input.keywordWeight', keywordWeight ?? 0, 0, 1);
  checkMinScore(input);
  inRange('input.candidates', candidates, CANDIDATES.least, CANDIDATES.most);
  inRange('input.rerankCandidates', input.rerankCandidates ?? RERANKED.least, RERANKED.least, RERANKED.most);
  inRange('input.waitMilliseconds', waitMilliseconds, 0, MAX_WAIT_MS);
  inRange('first', first, 1, MAX_PAGE);
}

function inRange(argument: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) {
    throw userError.badInput(
      argument,
      `must be from ${least} to ${most.toLocaleString('en')}, not ${value}.`,
    );
  }
}

/** The positions of `atLeast`, each of a collection that is searched. @throws userError */
export function checkPositions(
  atLeast: readonly string[] | null | undefined,
  collections: readonly CollectionEntry[],
): WantedPosition[] {
  return (atLeast ?? []).map((text, index) => {
    const place = `input.atLeast[${index}]`;
    const wanted = parsePosition(text);
    if (!wanted)
      throw userError.badInput(place, 'is not a position. Pass "position" as a mutation answered it.');
    if (!collections.some((collection) => collection.id === wanted.collectionId)) {
      throw userError.badInput(place, 'is a position of a collection that is not searched. Leave it out.');
    }
    return wanted;
  });
}

/** The collections that a search names, each once. @throws userError naming the first that the caller does not see */
export function checkCollections(
  asked: readonly string[],
  found: readonly (CollectionEntry | undefined)[],
  known: string[],
  caller: Caller,
): CollectionEntry[] {
  const collections = asked.map((name, index) => {
    const collection = found[index];
    if (!collection || !mayUse(collection, caller))
      throw userError.collectionNotFound(`input.collections[${index}]`, name, known);
    return collection;
  });
  return [...new Map(collections.map((collection) => [collection.id, collection])).values()];
}

/** The checked request over checked collections. @throws userError for a filter that a collection cannot answer */
export function checkedRequest(
  input: SearchInput,
  collections: readonly CollectionEntry[],
  caller: Caller,
  {
    first,
    scopes,
    aim,
    fetched,
  }: Pick<SearchRequest, 'scopes' | 'aim'> & { first: number; fetched: FetchedImages },
): SearchRequest {
  const targets = collections.map((collection) => targetOf(collection, input, caller, aim));
  const { text, loose, ...conditions } = checkedText(input);
  return {
    targets: targets as [Target, ...Target[]],
    text,
    loose,
    conditions,
    given: input.text?.trim() ?? '',
    typos: input.typos,
    doubts: [],
    aim,
    // Without a text there are no words to look for.
    mode: text === '' && input.mode !== 'IMAGE' ? 'SEMANTIC' : input.mode,
    picture: checkPicture(input, collections, fetched),
    fusion: input.fusion,
    keywordWeight: input.keywordWeight ?? null,
    collectionWeights: collectionWeightsOf(input, collections),
    minScore: input.minScore ?? undefined,
    candidates: input.candidates,
    rerank: input.rerank ? rerankOf(input, first) : undefined,
    arrangement: checkArrangement(input, collections),
    scopes,
  };
}

/** Twice as many as are shown, where nothing else is said. */
function rerankOf({ rerankCandidates }: SearchInput, first: number): RerankRequest {
  const twice = Math.min(Math.max(2 * first, RERANKED.least), RERANKED.most);
  return { candidates: rerankCandidates ?? twice, given: typeof rerankCandidates === 'number' };
}

/** Empty where the search goes by vectors alone. */
function checkedText({ text, syntax }: SearchInput): ParsedQuery {
  if (text === null || text === undefined) return { text: '', loose: '', required: [], excluded: [] };
  const parsed = parseQuery(text.trim(), syntax);
  const { required, excluded } = parsed;
  if (parsed.text === '') {
    const message =
      'has only what must not be found; say what to search for too, or syntax: PLAIN to search for the text as it stands.';
    throw userError.badInput('input.text', message);
  }
  if (required.length + excluded.length > MAX_CONDITIONS) {
    const message = `requires and excludes ${required.length + excluded.length} words and phrases; at most ${MAX_CONDITIONS} are allowed.`;
    throw userError.badInput('input.text', message);
  }
  return parsed;
}

function targetOf(
  collection: CollectionEntry,
  { filter: condition, partitions, keywordWeight, mode }: SearchInput,
  caller: Caller,
  aim: Aim | undefined,
): Target {
  const { fields, name } = collection;
  const asked = condition ? parseFilter(condition, fields, 'input.filter', name) : undefined;
  const within = partitionsOf(collection, partitions ?? undefined, caller.tenant);
  const readable = seenBy(caller);
  const both = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' and ');
  const access = readable ? toMilvus(readable) : '';
  const named = [...(aim?.like ?? []), ...(aim?.unlike ?? [])].filter(
    (example) => example.collection.id === collection.id,
  );
  const others = named.length > 0 ? `not (${isOneOf('document', new Set(named.map(({ key }) => key)))})` : '';
  return {
    collection,
    filter: asked && readable ? { kind: 'and', filters: [asked, readable] } : (asked ?? readable),
    expression: both([within.expression, asked ? toMilvus(asked) : '', access, others]),
    seen: both([within.expression, access]),
    partitions: within.names,
    named: Boolean(partitions),
    images: mode === 'IMAGE',
    also: [],
    keywordWeight: keywordWeight ?? collection.search.keywordWeight ?? DEFAULT_KEYWORD_WEIGHT,
  };
}

/** Where a search looks in a collection: by an expression, or in named partitions. */
function partitionsOf(
  { name, view, partitions: known, loadedPartitions }: CollectionEntry,
  asked: readonly string[] | undefined,
  tenant: string | undefined,
): { expression: string; names?: readonly string[] | undefined } {
  const path = 'input.partitions';
  const { partitions: by } = view.spec;
  if (asked && (by === 'NONE' || by === 'TENANT')) {
    throw userError.badInput(path, `the collection "${name}" has no partitions; leave them out.`);
  }
  if (asked && (asked.length < 1 || asked.length > MAX_PARTITIONS)) {
    throw userError.badInput(path, `name 1 to ${MAX_PARTITIONS} partitions, not ${asked.length}.`);
  }
  switch (by) {
    case 'TENANT':
      if (tenant === undefined) throw userError.tenantRequired(name);
      return { expression: isOneOf('partition', [tenant]) };
    case 'FIELD':
      return { expression: asked ? isOneOf('partition', asked) : '' };
    case 'NAME': {
      const missing = asked?.findIndex((one) => !known.includes(one)) ?? -1;
      if (asked && missing >= 0) {
        throw userError.partitionNotFound(`${path}[${missing}]`, asked[missing] as string, known);
      }
      const released = asked?.find((one) => loadedPartitions && !loadedPartitions.includes(one));
      if (released !== undefined) {
        throw userError.conflict(
          'PARTITION_RELEASED',
          path,
          `the partition "${released}" is released; loadPartition lets it be searched.`,
        );
      }
      return { expression: '', names: asked ?? loadedPartitions ?? undefined };
    }
    case 'NONE':
      return { expression: '' };
  }
}
