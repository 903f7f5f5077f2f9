import { logger } from '../../../lib/log.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { allPlaces, placesFrom } from '../pages/places.ts';
import type { Snapshot } from '../pages/snapshot.ts';
import type { Ranked } from '../search/candidates.ts';
import type { SearchRequest } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import type { Efforts } from './efforts.ts';

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

const FIRST = 10;
/** The most candidates that Milvus takes: all of a graph of so many passages, and next to all of a larger one. */
const MOST_EF = 32_768;
/** The part of the time that may go into samples; while an effort is being looked for, more of it and of the searches. */
const DUTY = 0.1;
const SEEKING = { duty: 0.5, share: 0.5 };

/** Compares every candidate that the graph has, in place of as many as the index's setting says. */
export function exactly(sources: Sources): Sources {
  return {
    ...sources,
    byVector: (question, vector, changes) =>
      sources.byVector(question.ef === undefined ? question : { ...question, ef: MOST_EF }, vector, changes),
  };
}

/**
 * @param o.share of the searches that are run again, 0 to 1. One at a time, in a tenth of the time at most
 * @param o.rank by `exactly`
 */
export function recallSampler(o: {
  share: number;
  rank(request: SearchRequest): Promise<Ranked>;
  catalog: Pick<Catalog, 'position'>;
  efforts: Efforts;
  take(sample: RecallSample): void;
}): RecallSampler {
  const log = logger('recall');
  let restUntil = 0;

  async function sample(request: SearchRequest, snapshot: Snapshot): Promise<void> {
    const exact = await o.rank(request);
    // What was indexed meanwhile is no fault of the search.
    for (const { collection } of request.targets) {
      const now = await o.catalog.position(collection.id);
      if (now?.changes !== collection.view.changes || now.view !== collection.view.id) return;
    }
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
    o.take({ mode: request.mode, collections, recall, accuracy });
    learn(request, snapshot, recall);
  }

  /** Only a search of one collection tells of the effort of one view. */
  function learn(
    { targets: [{ collection }, ...others] }: SearchRequest,
    snapshot: Snapshot,
    recall: number,
  ) {
    const { targetRecall } = collection.view.spec.index;
    const [branch] = graphBranches(snapshot);
    const effort = branch === undefined ? undefined : snapshot.branches[branch]?.efforts[0];
    if (others.length > 0 || !targetRecall || effort?.ef === undefined || effort.raised) return;
    o.efforts.sampled(collection.view.milvusName, targetRecall, {
      recall,
      ef: effort.ef,
      least: effort.limit,
    });
  }

  const seeks = ({ targets }: SearchRequest) =>
    targets.some(
      ({ collection: { view } }) => view.spec.index.targetRecall && o.efforts.seeks(view.milvusName),
    );

  return {
    answered(request, snapshot) {
      if (o.share === 0 || performance.now() < restUntil) return;
      if (request.rerank || request.arrangement || snapshot.notes.length > 0) return;
      const seeking = seeks(request);
      const share = seeking ? Math.max(o.share, SEEKING.share) : o.share;
      if (graphBranches(snapshot).length === 0 || Math.random() >= share) return;
      const started = performance.now();
      restUntil = Number.POSITIVE_INFINITY;
      void sample(request, snapshot)
        .catch((error) => log.debug({ err: (error as Error).message }, 'a search could not be run again'))
        .finally(() => {
          const took = performance.now() - started;
          restUntil = performance.now() + took * (1 / (seeking ? SEEKING.duty : DUTY) - 1);
        });
    },
  };
}

type Found = { target: number; document: string; found: Ranked['hits'][number]['found'] };

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
