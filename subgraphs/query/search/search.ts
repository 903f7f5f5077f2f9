import { GraphQLError } from 'graphql';
import type { Cache, Level } from '../../../lib/cache/tiers.ts';
import type { Caller } from '../../../lib/caller.ts';
import { PartRejected, userError } from '../../../lib/errors.ts';
import { addressesOf } from '../../../lib/image.ts';
import { NOT_FOUND } from '../../../lib/milvus/normalise.ts';
import type { FetchImages } from '../../../lib/remote-image/fetch-images.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import { checkAim, collectionsOfExamples } from '../aim/aim.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CollectionEntry } from '../catalog/statements.ts';
import { waitForPositions } from '../catalog/wait.ts';
import { collect } from '../pages/collect.ts';
import { decodeCursor } from '../pages/cursor.ts';
import type { PassageReader } from '../pages/passages.ts';
import { type Page, present } from '../pages/present.ts';
import { type Answer, type Snapshot, snapshotOf } from '../pages/snapshot.ts';
import type { RecallSampler } from '../recall/sampling.ts';
import type { Outcome, SearchMetrics } from '../statistics/metrics.ts';
import type { SearchStatistics } from '../statistics/statistics.ts';
import type { Hooks } from './hooks.ts';
import { Pipeline, type StageTime } from './pipeline.ts';
import { ranking } from './rank.ts';
import { cacheKey, fingerprint, type SearchRequest, whereabouts } from './request.ts';
import type { Judges } from './rerank/judges.ts';
import type { Sources } from './sources.ts';
import { checkCollections, checkedRequest, checkInput, checkPositions } from './validate.ts';

export interface SearchResult {
  request: SearchRequest;
  snapshot: Snapshot;
  page: Page;
  /** In their order. */
  stages: (StageTime & { cached: boolean })[];
  level: Level | 'NONE';
  notes: string[];
}

export interface SearchArguments {
  /** Who asks. */
  caller: Caller;
  input: SearchInput;
  /** Hits at most. */
  first: number;
  /** A cursor of an earlier page. */
  after?: string | null | undefined;
}

export interface SearchParts {
  catalog: Catalog;
  sources: Sources;
  judges: Judges;
  /** Whole answers by what was asked of which state of the views. */
  answers: Pick<Cache<Answer>, 'getOrLoad'>;
  /** Ranked lists by their ids. */
  snapshots: Pick<Cache<Snapshot>, 'get' | 'set'>;
  /** Is told of each search that was computed. */
  recall?: RecallSampler | undefined;
  hooks: Hooks;
  /** Finds out what the words of a request stand for. */
  understand(request: SearchRequest, caller: Caller): Promise<SearchRequest>;
  /** Fetches an image that is given by an address. */
  fetchImages: FetchImages;
  statistics: Pick<SearchStatistics, 'add'>;
  metrics: Pick<SearchMetrics, 'search' | 'stage'>;
}

/** What a search asks, and what it names: ids or names of collections. */
interface Asked {
  input: SearchInput;
  scopes: Record<string, string>;
  names: readonly string[];
}
type Found = readonly (CollectionEntry | undefined)[];

const OF_ANOTHER_SEARCH =
  'is a cursor of another search. Pass it with the input of that one, of the same tenant and scopes, or search without it.';
const STALE = 'PostgreSQL is away: answered from what was last known of the collections.';

/** One search from its arguments to its page. @throws userError, PartUnavailable */
export function searching(parts: SearchParts) {
  const { catalog, hooks, metrics, statistics } = parts;
  const rank = ranking(parts.sources, hooks, parts.judges);
  const newPipeline = () => new Pipeline(metrics.stage);

  /** What is asked, as middleware leaves it. */
  async function asked(
    { input: given, first, after, caller }: SearchArguments,
    pipeline: Pipeline,
  ): Promise<Asked> {
    const input = await hooks.request(pipeline, given, caller);
    checkInput(input, first);
    // An empty text is no cursor either: taken for none, it would show the first page again.
    if (typeof after === 'string') decodeCursor(after);
    return {
      input,
      scopes: await hooks.scopes(pipeline, input, caller),
      names: [...input.collections, ...collectionsOfExamples(input)],
    };
  }

  /** The collections as they are now, once they are as far as the caller wants them to be. */
  async function collectionsNow({ input, names }: Asked, { after, caller }: SearchArguments) {
    const now = await catalog.lookUp(names);
    const wanted = checkPositions(input.atLeast, collectionsOf(input, now.found, caller));
    if (wanted.length === 0 || after) return now;
    const reached = await waitForPositions(catalog, wanted, input.waitMilliseconds);
    if (!reached) throw userError.positionNotReached('input.atLeast', input.waitMilliseconds);
    return catalog.lookUp(names);
  }

  const collectionsOf = (input: SearchInput, found: Found, caller: Caller) =>
    checkCollections(input.collections, found, catalog.names(caller), caller);

  /** @param found the collections that it names, in that order */
  async function requestOf(
    { input, scopes, names }: Asked,
    { first, caller }: SearchArguments,
    found: Found,
  ) {
    const collections = collectionsOf(input, found, caller);
    const find = (name: string) => found[names.indexOf(name)];
    const aim = checkAim(input, collections, find, { known: catalog.names(caller), caller });
    const fetched = await parts.fetchImages(addressesOf([input.image]));
    const request = checkedRequest(input, collections, caller, { first, scopes, aim, fetched });
    return parts.understand(request, caller);
  }

  /** The ranked list of a new search, out of the cache where nothing has been indexed since it was made. */
  async function firstAnswer(request: SearchRequest, first: number, reader: PassageReader) {
    const load = async (): Promise<Answer> => {
      const pipeline = newPipeline();
      const snapshot = snapshotOf(await rank(request, pipeline, reader), pipeline.times);
      return {
        ...(await pipeline.run(collect(reader, first), { request, snapshot })),
        stages: pipeline.times,
      };
    };
    // What was answered with a part away is not the answer once the part is back.
    const whole = (answer: Answer) => answer.snapshot.notes.length === 0;
    const { value, level } = await parts.answers.getOrLoad(cacheKey(request), load, whole);
    // The list must outlive every answer that points into it. Asking for it also counts as use: a list whose answer is
    // asked for again and again is not the one to be forgotten.
    const { snapshot } = value;
    const listed = level === 'L1' && (await parts.snapshots.get(snapshot.id));
    if (!listed) await parts.snapshots.set(snapshot.id, snapshot);
    return { ...value, level, from: 0 };
  }

  /** The list that a cursor points into. One that is not kept is made again, and is the same while nothing has changed. */
  async function nextAnswer(request: SearchRequest, after: string, first: number, reader: PassageReader) {
    const { snapshot: id, place } = decodeCursor(after);
    const from = place + 1;
    const kept = await parts.snapshots.get(id);
    if (kept) {
      const { value: snapshot, level } = kept;
      if (snapshot.fingerprint !== fingerprint(request))
        throw userError.badCursor('after', OF_ANOTHER_SEARCH);
      if (snapshot.whereabouts !== whereabouts(request)) throw userError.cursorExpired('after');
      return { snapshot, rows: [], stages: snapshot.stages, level, from };
    }
    const again = await firstAnswer(request, first, reader);
    if (again.snapshot.id !== id) throw userError.cursorExpired('after');
    return { ...again, from };
  }

  /** The page, given the collections. */
  async function shown(about: Asked, args: SearchArguments, reader: PassageReader, found: Found) {
    const started = performance.now();
    const request = await requestOf(about, args, found);
    const answer = await (args.after
      ? nextAnswer(request, args.after, args.first, reader)
      : firstAnswer(request, args.first, reader));
    const showing = newPipeline();
    const page = await showing.run(present(reader), { ...answer, request, first: args.first });
    return { request, answer, showing, page, started };
  }

  async function answered(args: SearchArguments, reader: PassageReader): Promise<SearchResult> {
    const asking = newPipeline();
    const about = await asked(args, asking);
    // While PostgreSQL is asked, the search begins with what is likely. It is of use only where that turns out to be so.
    const { atLeast, image } = about.input;
    const likely = args.after || atLeast?.length || image ? undefined : catalog.likely(about.names);
    const early = likely && shown(about, args, reader, likely);
    early?.catch(() => undefined);
    const { found, stale } = await collectionsNow(about, args);
    const isSo = likely?.every((entry, index) => entry === found[index]);
    const { request, answer, showing, started, ...before } = await (early && isSo
      ? early
      : shown(about, args, reader, found));
    const page = await hooks.answer(showing, before.page, request, args.caller);
    const { level, snapshot } = answer;
    if (level === 'NONE') parts.recall?.answered(request, snapshot);
    const milliseconds = performance.now() - started;
    statistics.add(
      request.targets.map((target) => target.collection.id),
      request.mode,
      level,
      milliseconds,
    );
    metrics.search(request.mode, 'success', milliseconds / 1000, level === 'NONE' ? undefined : level);
    return {
      request,
      snapshot,
      page,
      level,
      stages: [
        ...shownStages(asking.times, false),
        ...shownStages(answer.stages, level !== 'NONE'),
        ...shownStages(showing.times, false),
      ],
      notes: [...snapshot.notes, ...(stale ? [STALE] : [])],
    };
  }

  return async (args: SearchArguments, reader: PassageReader): Promise<SearchResult> => {
    try {
      // What was there when it began may be deleted before it ends, or made again: then it is asked for once more.
      return await answered(args, reader).catch((error) => {
        if (!isGone(error)) throw error;
        return answered(args, reader);
      });
    } catch (error) {
      metrics.search(args.input.mode, outcomeOf(error), 0, undefined);
      throw error;
    }
  };
}

/** Whether what a search looks into is not there. */
const isGone = (error: unknown) => error instanceof PartRejected && error.code === NOT_FOUND;

/** @param cached whether the result of the stages came out of the cache */
function shownStages(times: readonly StageTime[], cached: boolean): SearchResult['stages'] {
  return times.map((time) => ({ ...time, cached }));
}

/** A GraphQLError is a user's mistake, made on purpose; anything else is ours, or of a part that is away. */
const outcomeOf = (error: unknown): Outcome => (error instanceof GraphQLError ? 'rejected' : 'error');
