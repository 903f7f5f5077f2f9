import type { Hit } from '../../../lib/milvus/search.ts';
import type { Sources } from '../search/sources.ts';
import { LEVELS, levelOf, MOST_EF, type Trial } from './curve.ts';
import type { AskedGraph } from './exact.ts';

/** Documents whose recall is meant. */
export const FIRST = 10;

/**
 * Searches a graph again for the ten nearest documents, with more and more candidates until it finds them all. Whatever filter the search
 * had is left out: it is the graph that is tried, and behind a filter the effort is raised from what is found here.
 */
export async function tryEfforts(
  { byVector }: Pick<Sources, 'byVector'>,
  { question: asked, vector, changes, hits }: AskedGraph,
): Promise<Trial> {
  const question = { ...asked, expression: '', tuned: true };
  const exact =
    asked.expression === '' ? hits : await byVector({ ...question, ef: MOST_EF }, vector, changes);
  const { documents, passages } = nearestDocuments(exact);
  const from = levelOf(question.limit);
  const recalls: number[] = [];
  for (const ef of LEVELS.slice(from, -1)) {
    const limit = Math.min(passages, ef);
    const found = new Set(documentsOf(await byVector({ ...question, ef, limit }, vector, changes)));
    const recall = documents.filter((document) => found.has(document)).length / Math.max(1, documents.length);
    if (recall === 1 || documents.length === 0) break;
    recalls.push(recall);
  }
  return { from, recalls };
}

const documentsOf = (hits: readonly Hit[]) => hits.map(({ row }) => row.document);

/** The documents that are nearest, each by its best passage, and how many passages it takes to find them. */
function nearestDocuments(hits: readonly Hit[]): { documents: string[]; passages: number } {
  const documents = [...new Set(documentsOf(hits))].slice(0, FIRST);
  const last = documentsOf(hits).indexOf(documents.at(-1) ?? '');
  return { documents, passages: Math.max(FIRST, last + 1) };
}
