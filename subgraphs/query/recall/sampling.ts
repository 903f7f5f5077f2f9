import { logger } from '../../../lib/log.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { allPlaces, placesFrom } from '../pages/places.ts';
import type { Snapshot } from '../pages/snapshot.ts';
import type { Ranked } from '../search/candidates.ts';
import { questionOf } from '../search/question.ts';
import type { SearchRequest } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import type { Efforts } from './efforts.ts';
import type { AskedGraph, ExactRun } from './exact.ts';
import { FIRST, tryEfforts } from './trying.ts';

/** What came of a sample. */
export interface RecallSample {
  mode: SearchRequest['mode'];
  collections: string[];
  /** Of the ten documents that are nearest, the share that the search found. */
  recall: number;
  /** Of the ten documents that should be first, the share that were among the first ten. */
  accuracy: number;
}

/** Runs a part of the searches again, exactly. */
export interface RecallSampler {
  /** Is told of each search that was computed, when it has been answered. */
  answered(request: SearchRequest, snapshot: Snapshot): void;
}

/** The part of the time that samples may take, where their share of the searches is no more. */
const DUTY = 0.1;
/** The share while an effort is being looked for. */
const SEEKING = 0.5;
/** Samples in a second at most, however quick they are. */
const MOST_A_SECOND = 20;

/**
 * @param o.share of the searches that are run again, 0 to 1: one at a time, 20 a second at most, and in no larger a part of the time (or a
 *   tenth). Half of them while an effort is being looked for
 * @param o.rank exactly
 */
export function recallSampler(o: {
  share: number;
  rank(request: SearchRequest): Promise<ExactRun>;
  sources: Pick<Sources, 'byVector'>;
  catalog: Pick<Catalog, 'position'>;
  efforts: Efforts;
  take(sample: RecallSample): void;
}): RecallSampler {
  const log = logger('recall');
  let restUntil = 0;

  async function sample(request: SearchRequest, snapshot: Snapshot): Promise<void> {
    const { ranked, graphs } = await o.rank(request);
    if (await isAsItWas(request)) o.take(compared(request, snapshot, ranked));
    for (const graph of graphs) await learn(request, graph);
  }

  /** What was indexed meanwhile is no fault of the search. */
  async function isAsItWas({ targets }: SearchRequest): Promise<boolean> {
    for (const { collection } of targets) {
      const now = await o.catalog.position(collection.id);
      if (now?.changes !== collection.view.changes || now.view !== collection.view.id) return false;
    }
    return true;
  }

  async function learn({ targets }: SearchRequest, graph: AskedGraph): Promise<void> {
    const { view, targetRecall } = graph.question;
    const target = targets.find((one) => questionOf(one, 0).view === view);
    if (targetRecall === undefined || !target) return;
    o.efforts.tried(view, await tryEfforts(o.sources, graph), target.collection.documentCount);
  }

  const seeks = ({ targets }: SearchRequest) =>
    targets.some((target) => {
      const { view, targetRecall } = questionOf(target, 0);
      return targetRecall !== undefined && o.efforts.seeks(view, target.collection.documentCount);
    });

  return {
    answered(request, snapshot) {
      if (o.share === 0 || performance.now() < restUntil) return;
      if (request.rerank || request.arrangement || snapshot.notes.length > 0) return;
      if (graphBranches(snapshot).length === 0) return;
      const share = Math.max(o.share, seeks(request) ? SEEKING : 0);
      if (Math.random() >= share) return;
      const started = performance.now();
      restUntil = Number.POSITIVE_INFINITY;
      void sample(request, snapshot)
        .catch((error) => log.debug({ err: (error as Error).message }, 'a search could not be run again'))
        .finally(() => {
          const took = performance.now() - started;
          restUntil = started + Math.max(1_000 / MOST_A_SECOND, took / Math.max(DUTY, share));
        });
    },
  };
}

type Found = { target: number; document: string; found: Ranked['hits'][number]['found'] };

/** What a search found, beside what it should have found. */
function compared(request: SearchRequest, snapshot: Snapshot, exact: Ranked): RecallSample {
  const documents = (hits: readonly { target: number; document: string }[]) =>
    hits.map(({ target, document }) => `${target} ${document}`);
  const exactHits = exact.hits.map(({ target, row, found }) => ({ target, document: row.document, found }));
  const accuracy = overlap(
    documents(exactHits.slice(0, FIRST)),
    documents(placesFrom(snapshot.places, 0, FIRST)),
  );
  const recalls = graphBranches(snapshot).map((branch) => {
    const nearest = (hits: readonly Found[]) =>
      documents(hits.filter(({ found }) => (found[branch]?.[0] ?? FIRST + 1) <= FIRST));
    return overlap(nearest(exactHits), nearest(allPlaces(snapshot.places)));
  });
  const recall = recalls.reduce((sum, one) => sum + one, 0) / recalls.length;
  const collections = request.targets.map(({ collection }) => collection.id);
  return { mode: request.mode, collections, recall, accuracy };
}

/** The branches that searched a graph. */
function graphBranches({ branches }: Snapshot): number[] {
  return branches.flatMap(({ kind, efforts }, index) =>
    kind === 'SEMANTIC' && efforts.some((effort) => effort?.ef !== undefined) ? [index] : [],
  );
}

/** The share of what is wanted that is there; 1 where nothing is wanted. */
function overlap(wanted: readonly string[], there: readonly string[]): number {
  if (wanted.length === 0) return 1;
  const found = new Set(there);
  return wanted.filter((one) => found.has(one)).length / wanted.length;
}
