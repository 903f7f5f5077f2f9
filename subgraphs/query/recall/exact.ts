import type { Hit } from '../../../lib/milvus/search.ts';
import type { Ranked } from '../search/candidates.ts';
import type { SearchRequest } from '../search/request.ts';
import type { Sources, ViewQuestion } from '../search/sources.ts';
import { MOST_EF } from './curve.ts';

/** What a graph was asked, and the nearest by a comparison of every candidate that it has. */
export interface AskedGraph {
  question: ViewQuestion;
  vector: Float32Array;
  changes: number;
  hits: Hit[];
}

export interface ExactRun {
  ranked: Ranked;
  /** The last question to each view. */
  graphs: AskedGraph[];
}

/**
 * Ranks with every candidate of a graph in place of as many as were enough. One request at a time.
 * @param rankBy makes the ranking out of sources
 */
export function exactRanking(
  sources: Sources,
  rankBy: (sources: Sources) => (request: SearchRequest) => Promise<Ranked>,
): (request: SearchRequest) => Promise<ExactRun> {
  let graphs = new Map<string, AskedGraph>();
  const rank = rankBy({
    ...sources,
    async byVector(question, vector, changes) {
      if (question.ef === undefined) return sources.byVector(question, vector, changes);
      const hits = await sources.byVector({ ...question, ef: MOST_EF }, vector, changes);
      graphs.set(question.view, { question, vector, changes, hits });
      return hits;
    },
  });
  return async (request) => {
    graphs = new Map();
    const ranked = await rank(request);
    return { ranked, graphs: [...graphs.values()] };
  };
}
