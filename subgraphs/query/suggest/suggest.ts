import { GraphQLError } from 'graphql';
import type { Caller } from '../../../lib/caller.ts';
import { PartRejected, userError } from '../../../lib/errors.ts';
import { NOT_FOUND } from '../../../lib/milvus/normalise.ts';
import type { FilterInput, SearchInput } from '../../../schema/generated/query.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { PassageReader } from '../pages/passages.ts';
import type { PassageHit } from '../search/candidates.ts';
import type { Hooks } from '../search/hooks.ts';
import { Pipeline } from '../search/pipeline.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import { checkCollections, checkedRequest, checkInput } from '../search/validate.ts';
import type { SearchMetrics } from '../statistics/metrics.ts';
import type { Dictionaries } from '../words/dictionaries.ts';
import { scopeOf } from '../words/followed.ts';
import type { TitleLists } from '../words/title-lists.ts';
import { completionsIn } from './completions.ts';
import type { Completion, Suggested, TitleHit } from './suggested.ts';
import { titlesIn } from './titles.ts';

export interface SuggestArguments {
  caller: Caller;
  collections: readonly string[];
  prefix: string;
  /** Of completions and of titles, each. */
  first: number;
  filter?: FilterInput | null | undefined;
  partitions?: readonly string[] | null | undefined;
}

const MAX_PREFIX = 100;
const MAX_FIRST = 50;
const STALE = 'PostgreSQL is away: what has come since is not suggested.';

/**
 * What a text that is being typed may become. Words and titles are in memory; each that is shown was looked up in the index a
 * moment before, under the filter, the partitions and the tenant of the caller.
 * @throws userError; PartUnavailable where Milvus is away, or PostgreSQL is and nothing was read yet
 */
export function suggesting(o: {
  catalog: Catalog;
  sources: Sources;
  dictionaries: Dictionaries;
  titleLists: TitleLists;
  hooks: Hooks;
  metrics: SearchMetrics;
}) {
  /** The suggestion as the search that it leads to, so that whatever a search is bound to binds it too. */
  async function checked(args: SuggestArguments, pipeline: Pipeline) {
    const { prefix, first, caller } = args;
    if (prefix.trim() === '') throw userError.badInput('prefix', 'is empty; say what has been typed so far.');
    if (prefix.length > MAX_PREFIX) {
      throw userError.badInput(
        'prefix',
        `has ${prefix.length} characters; at most ${MAX_PREFIX} are allowed.`,
      );
    }
    if (!(first >= 1 && first <= MAX_FIRST)) {
      throw userError.badInput('first', `must be from 1 to ${MAX_FIRST}, not ${first}.`);
    }
    const input = await o.hooks.request(pipeline, searchFor(args), caller);
    checkInput(input, first);
    const scopes = await o.hooks.scopes(pipeline, input, caller);
    const { found, stale } = await o.catalog.lookUp(input.collections);
    const collections = checkCollections(input.collections, found, o.catalog.names(caller), caller);
    return {
      request: checkedRequest(input, collections, caller, {
        first,
        scopes,
        aim: undefined,
        fetched: new Map(),
      }),
      input,
      stale,
    };
  }

  return async (args: SuggestArguments, reader: PassageReader): Promise<Suggested> => {
    const pipeline = new Pipeline(o.metrics.stage);
    const { request, input, stale } = await checked(args, pipeline).catch(withOwnPlace);
    const notes = new Set(stale ? [STALE] : []);
    const lacking = await o.sources.lacksKeywordSearch();
    if (lacking) notes.add(`Titles alone: completions need Milvus 2.5; this server is ${lacking}.`);
    const { prefix, first: most } = args;
    const visible = visibleIn(request, pipeline);
    const each = await Promise.all(
      request.targets.map(async (target, number) => {
        const scope = scopeOf(target.collection, args.caller.tenant);
        const partitions = partitionsOf(target, input);
        const limited = args.caller.scopes !== undefined;
        const asked = { prefix, most, target, number, partitions, limited };
        const parts = { sources: o.sources, reader, visible };
        const [completions, titles] = await Promise.all([
          lacking ? [] : completionsIn(await o.dictionaries.of(scope, 'NEWEST'), asked, parts),
          titlesIn(await o.titleLists.of(scope, 'NEWEST'), asked, parts),
        ]).catch((error): [Completion[], TitleHit[]] => {
          if (!(error instanceof PartRejected && error.code === NOT_FOUND)) throw error;
          notes.add(`The collection "${target.collection.name}" is still being prepared.`);
          return [[], []];
        });
        return { completions, titles };
      }),
    );
    const suggested = {
      completions: merged(each.flatMap(({ completions }) => completions)).slice(0, most),
      titles: ordered(each.flatMap(({ titles }) => titles)).slice(0, most),
      notes: [...notes],
    };
    return o.hooks.suggestions(pipeline, suggested, request, args.caller);
  };

  /** What middleware leaves of hits. */
  function visibleIn(request: SearchRequest, pipeline: Pipeline) {
    return async (hits: PassageHit[]): Promise<PassageHit[]> => {
      if (hits.length === 0) return hits;
      const ranked = hits.map((hit) => ({ ...hit, found: [] }));
      const left = await o.hooks.candidates(pipeline, {
        request,
        hits: ranked,
        branches: [],
        exact: true,
        notes: [],
      });
      return left.hits;
    };
  }
}

/** A mistake in the search that stands for a suggestion is one in an argument of the suggestion. */
function withOwnPlace(error: unknown): never {
  const argument = error instanceof GraphQLError ? error.extensions.argument : undefined;
  if (typeof argument !== 'string' || !argument.startsWith('input.')) throw error;
  const { message, extensions } = error as GraphQLError;
  const own = argument.slice('input.'.length);
  throw new GraphQLError(message.replace(argument, own), { extensions: { ...extensions, argument: own } });
}

function searchFor({ collections, prefix, filter, partitions }: SuggestArguments): SearchInput {
  return {
    collections: [...collections],
    text: prefix,
    syntax: 'PLAIN',
    typos: false,
    mode: 'KEYWORD',
    filter: filter ?? null,
    partitions: partitions ? [...partitions] : null,
    fusion: 'STANDARDIZED_SCORES',
    keywordWeight: 1,
    candidates: 10,
    rerank: false,
    collapse: false,
    waitMilliseconds: 0,
  };
}

/** Values of the partition that documents of a target may have; undefined: any. */
function partitionsOf({ collection, partitions }: Target, input: SearchInput): readonly string[] | undefined {
  return collection.view.spec.partitions === 'FIELD' ? (input.partitions ?? undefined) : partitions;
}

/** Texts of several collections, each once, the most frequent first. */
function merged(all: readonly Completion[]): Completion[] {
  const byKey = new Map<string, Completion>();
  for (const one of all) {
    const other = byKey.get(one.key);
    byKey.set(one.key, other ? { ...other, documents: other.documents + one.documents } : one);
  }
  return [...byKey.values()].sort((a, b) => b.documents - a.documents);
}

/** Titles that begin so before others, the shortest first; each once. */
function ordered(all: readonly TitleHit[]): TitleHit[] {
  const sorted = all.toSorted(
    (a, b) => Number(b.begins) - Number(a.begins) || a.head.title.length - b.head.title.length,
  );
  const seen = new Set<string>();
  return sorted.filter(({ head: { title } }) => !seen.has(title) && seen.add(title));
}
