import { GraphQLError } from 'graphql';
import type { Cache, Level } from '../../../lib/cache/tiers.ts';
import type { Caller } from '../../../lib/caller.ts';
import { userError } from '../../../lib/errors.ts';
import { addressesOf } from '../../../lib/image.ts';
import type { FetchImages } from '../../../lib/remote-image/fetch-images.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import { checkAim, collectionsOfExamples } from '../aim/aim.ts';
import type { Catalog } from '../catalog/catalog.ts';
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
import { cacheKey, fingerprint, type SearchRequest } from './request.ts';
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

const STALE = 'PostgreSQL is away: answered from what was last known of the collections.';

/** One search from its arguments to its page. @throws userError, PartUnavailable */
export function searching(parts: SearchParts) {
  const { catalog, hooks, metrics, statistics } = parts;
  const rank = ranking(parts.sources, hooks, parts.judges);
  const newPipeline = () => new Pipeline(metrics.stage);

  async function checked({ input: asked, first, after, caller }: SearchArguments, pipeline: Pipeline) {
    const input = await hooks.request(pipeline, asked, caller);
    checkInput(input, first);
    const scopes = await hooks.scopes(pipeline, input, caller);
    const collectionsNow = async () => {
      const names = [...input.collections, ...collectionsOfExamples(input)];
      const { found, stale } = await catalog.lookUp(names);
      const known = catalog.names(caller);
      const collections = checkCollections(input.collections, found, known, caller);
      const find = (name: string) => found[names.indexOf(name)];
      return { collections, aim: checkAim(input, collections, find, { known, caller }), stale };
    };
    let now = await collectionsNow();
    const wanted = checkPositions(input.atLeast, now.collections);
    if (wanted.length > 0 && !after) {
      const reached = await waitForPositions(catalog, wanted, input.waitMilliseconds);
      if (!reached) throw userError.positionNotReached('input.atLeast', input.waitMilliseconds);
      now = await collectionsNow();
    }
    const { collections, aim, stale } = now;
    const fetched = await parts.fetchImages(addressesOf([input.image]));
    const request = checkedRequest(input, collections, caller, { first, scopes, aim, fetched });
    return { request: await parts.understand(request, caller), stale };
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

  async function nextAnswer(request: SearchRequest, after: string) {
    const { snapshot: id, place } = decodeCursor(after);
    const kept = await parts.snapshots.get(id);
    if (!kept) throw userError.cursorExpired('after');
    if (kept.value.fingerprint !== fingerprint(request)) throw userError.badCursor('after');
    return { snapshot: kept.value, rows: [], stages: kept.value.stages, level: kept.level, from: place + 1 };
  }

  async function answered(args: SearchArguments, reader: PassageReader): Promise<SearchResult> {
    const asking = newPipeline();
    const { request, stale } = await checked(args, asking);
    const started = performance.now();
    const answer = await (args.after
      ? nextAnswer(request, args.after)
      : firstAnswer(request, args.first, reader));
    const showing = newPipeline();
    const shown = await showing.run(present(reader), { ...answer, request, first: args.first });
    const page = await hooks.answer(showing, shown, request, args.caller);
    const { level, snapshot } = answer;
    if (level === 'NONE') parts.recall?.answered(request, snapshot);
    const milliseconds = performance.now() - started;
    statistics.add(
      request.targets.map((target) => target.collection.id),
      request.mode,
      level,
      milliseconds,
    );
    metrics.search(args.input.mode, 'success', milliseconds / 1000, level === 'NONE' ? undefined : level);
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
      return await answered(args, reader);
    } catch (error) {
      metrics.search(args.input.mode, outcomeOf(error), 0, undefined);
      throw error;
    }
  };
}

/** @param cached whether the result of the stages came out of the cache */
function shownStages(times: readonly StageTime[], cached: boolean): SearchResult['stages'] {
  return times.map((time) => ({ ...time, cached }));
}

/** A GraphQLError is a user's mistake, made on purpose; anything else is ours, or of a part that is away. */
const outcomeOf = (error: unknown): Outcome => (error instanceof GraphQLError ? 'rejected' : 'error');
