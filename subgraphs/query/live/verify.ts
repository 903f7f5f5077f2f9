import { isOneOf } from '../../../lib/milvus/expression.ts';
import type { Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import { termsOf } from '../search/terms.ts';
import type { Doubt } from './percolate.ts';

/** Passages of the documents in doubt that one search is answered with. */
const MOST_HITS = 1_000;

/**
 * Which of the doubtful searches a document comes into: what its words bring is asked of Milvus, of these documents alone, all searches
 * in shared calls. A document that the answer does not have stays in doubt, and counts by as much as it can bring.
 */
export async function verified<S>(doubtful: readonly Doubt<S>[], byTerms: Sources['byTerms']): Promise<S[]> {
  const suspects = new Set(doubtful.flatMap(({ documents }) => documents.map(({ key }) => key)));
  const expression = isOneOf('document', suspects);
  const reached = await Promise.all(
    doubtful.map(async ({ reach, target, documents }) => {
      const asked = reach.request.targets[target] as Target;
      const view = asked.collection.view.milvusName;
      const byWords = documents.some(({ words }) => words > 0);
      const question = { view, expression, partitions: undefined, limit: MOST_HITS };
      const scores = new Map<string, number>();
      const found = byWords ? await byTerms(question, termsOf(reach.request, asked)) : [];
      for (const { row, score } of found)
        scores.set(row.document, Math.max(score, scores.get(row.document) ?? 0));
      const newcomers = documents.map((one) => ({ ...one, words: scores.get(one.key) ?? one.words }));
      return (
        newcomers.some(({ words }) => words === Number.POSITIVE_INFINITY) || reach.comesIn(target, newcomers)
      );
    }),
  );
  return doubtful.flatMap(({ search }, at) => (reached[at] ? [search] : []));
}
