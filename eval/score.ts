import type { Api } from './api.ts';
import type { JudgedQuery, JudgedSet } from './judged-set.ts';
import { mean, ndcg, recall, reciprocalRank } from './measures.ts';

export const modes = ['KEYWORD', 'SEMANTIC', 'HYBRID'] as const;
export type Mode = (typeof modes)[number];
export type Run = Mode | `${Mode} reranked`;
/** Every mode as it is, and reranked. */
export const runs: readonly Run[] = modes.flatMap((mode): Run[] => [mode, `${mode} reranked`]);

export interface Scores {
  /** nDCG of the first 10. */
  ndcg10: number;
  /** Mean reciprocal rank of the first relevant one among the first 10. */
  mrr10: number;
  recall10: number;
  recall100: number;
}

/** The scores, in the order and by the names in which they are shown. */
export const measured: readonly (readonly [keyof Scores, string])[] = [
  ['ndcg10', 'nDCG@10'],
  ['mrr10', 'MRR@10'],
  ['recall10', 'recall@10'],
  ['recall100', 'recall@100'],
];

const SEARCH = `query ($input: SearchInput!) {
  search(input: $input, first: 100) { explain { notes } edges { node { documentId } } }
}`;

interface SearchAnswer {
  search: { explain: { notes: string[] }; edges: { node: { documentId: string } | null }[] };
}

const AT_ONCE = 8;
/** A reranker reads every candidate: more at once only wait. */
const RERANKED_AT_ONCE = 2;
/** Twice as many as nDCG@10 looks at, as for a page of ten. */
const RERANKED = 20;

/**
 * Runs every judged query of a set in one mode.
 * @throws Error where an answer came about in another way than it was to (a part was away)
 */
export async function scoreMode(
  api: Api,
  collection: string,
  set: JudgedSet,
  run: Run,
  filterOf?: (query: JudgedQuery) => object,
): Promise<Scores> {
  const [mode, reranked] = run.split(' ');
  const how = { mode, ...(reranked && { rerank: true, rerankCandidates: RERANKED }) };
  const waiting = [...set.queries];
  const scores: Scores[] = [];
  const work = async () => {
    for (let query = waiting.pop(); query; query = waiting.pop()) {
      const input = { collections: [collection], text: query.text, filter: filterOf?.(query), ...how };
      const { search } = await api.ask<SearchAnswer>(SEARCH, { input });
      if (search.explain.notes.length > 0) throw new Error(search.explain.notes.join(' '));
      const ranked = search.edges.map(({ node }) => node?.documentId ?? '');
      const judgments = set.judgments.get(query.id) ?? new Map();
      scores.push({
        ndcg10: ndcg(ranked, judgments, 10),
        mrr10: reciprocalRank(ranked, judgments, 10),
        recall10: recall(ranked, judgments, 10),
        recall100: recall(ranked, judgments, 100),
      });
    }
  };
  await Promise.all(Array.from({ length: reranked ? RERANKED_AT_ONCE : AT_ONCE }, work));
  return Object.fromEntries(
    measured.map(([name]) => [name, mean(scores.map((one) => one[name]))]),
  ) as unknown as Scores;
}
