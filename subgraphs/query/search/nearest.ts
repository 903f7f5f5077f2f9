import { placeOf } from '../../../lib/milvus/passage.ts';
import { vectorSearchParams } from '../../../lib/milvus/schema.ts';
import type { Hit } from '../../../lib/milvus/search.ts';
import type { Effort } from './candidates.ts';
import { dot, unit } from './cosine.ts';
import type { Sources, ViewQuestion } from './sources.ts';

/** Milvus takes no more candidates of a graph than this. */
const MOST_EF = 32_768;
/** Vectors that are read to be compared here: more take longer than any graph. */
const MOST_READ = 5_000;
/** From this share on, the twofold of what is asked for holds enough that passes. */
const PLENTY = 0.5;

export interface Nearest {
  hits: Hit[];
  effort: Effort;
}

/**
 * The nearest passages behind a filter, with a recall as without one. A graph index lets some servers take the nearest of any kind and drop
 * what does not pass, and others turn back at what does not: both lose hits. So the share that passes is counted, once for
 * each filter and state of a view, and the graph is asked for as many more candidates as fewer pass; where that is more than Milvus
 * allows, the few that pass are compared, by the server or here. A server that does as much by itself is asked as it is.
 *
 * @param changes of the view, which make another state
 */
export async function nearest(
  sources: Pick<Sources, 'byVector' | 'selectivity' | 'filtering' | 'vectorsBehind'> &
    Partial<Pick<Sources, 'effort'>>,
  given: ViewQuestion,
  changes: number,
  vector: Float32Array,
): Promise<Nearest> {
  const question = tuned(given, sources.effort);
  const { limit } = question;
  const asked = async (ef: number | undefined, more: Partial<Effort> = {}): Promise<Nearest> => ({
    hits: await sources.byVector({ ...question, ef }, vector, changes),
    effort: { limit, ...vectorSearchParams(limit, ef, question.tuned), ...more },
  });
  if (question.ef === undefined || question.expression === '') return asked(question.ef);
  const filtering = await sources.filtering();
  if (filtering === 'BY_SHARE') return asked(question.ef);
  const { rows, matching } = await sources.selectivity(question, changes);
  const ef = efBehindFilter({ ...question, ef: question.ef, rows, matching });
  // Where the graph itself is walked by what passes, few that pass are compared by the server.
  const read = ef > MOST_EF && matching <= MOST_READ && filtering === 'AFTERWARDS';
  if (!read) return asked(Math.min(ef, MOST_EF), { matching, raised: ef > question.ef });
  const vectors = await sources.vectorsBehind(question);
  return { hits: closest(vectors, vector, limit), effort: { limit, matching } };
}

/** Candidates that a graph must be asked for, whatever Milvus allows. */
export function efBehindFilter(o: { limit: number; ef: number; rows: number; matching: number }): number {
  const { limit, ef, rows, matching } = o;
  const share = matching / Math.max(1, rows);
  if (matching === 0 || share >= PLENTY) return ef;
  // More than there are passages adds nothing.
  return Math.min(Math.ceil(Math.max(ef, 2 * limit) / share), Math.max(rows, ef));
}

function closest(vectors: ReadonlyMap<string, Float32Array>, query: Float32Array, limit: number): Hit[] {
  const direction = unit(query);
  return [...vectors]
    .map(([key, vector]) => ({ score: dot(unit(vector), direction), row: placeOf(key) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

/** The question with the effort that was found to be enough. */
function tuned(question: ViewQuestion, effortOf: Sources['effort'] | undefined): ViewQuestion {
  const { view, targetRecall } = question;
  const effort = targetRecall === undefined ? undefined : effortOf?.(view, targetRecall);
  return effort === undefined ? question : { ...question, ef: Math.max(effort, question.limit), tuned: true };
}
