import type { Mode, Run, Scores } from './score.ts';

/** The least nDCG@10 of a mode on a set, with the default model. */
const bars: Record<string, Partial<Record<Mode, number>>> = {
  scifact: { KEYWORD: 0.68, SEMANTIC: 0.66, HYBRID: 0.725 },
  'scifact by bge-small-en-v1.5': { HYBRID: 0.735 },
  'drcd-dev': { KEYWORD: 0.965, HYBRID: 0.972 },
};
/** The least recall@10 by meaning of what is in another language than the query. */
const ACROSS_LANGUAGES = 0.85;
/** How far HYBRID may stay behind the better of its branches. */
const BEHIND = 0.005;

/** What falls short: of its bar, or, for HYBRID, of one of its branches, or of itself where it is reranked. One line each. */
export function shortfalls(
  set: string,
  scores: Record<Mode, Scores> & Partial<Record<Run, Scores>>,
  across: Scores | undefined,
): string[] {
  const found: string[] = [];
  for (const [mode, least] of Object.entries(bars[set] ?? {}) as [Mode, number][]) {
    const { ndcg10 } = scores[mode];
    if (ndcg10 < least)
      found.push(`${set}: ${mode} has an nDCG@10 of ${ndcg10.toFixed(4)}; at least ${least}.`);
  }
  for (const branch of ['KEYWORD', 'SEMANTIC'] as const) {
    const [hybrid, alone] = [scores.HYBRID.ndcg10, scores[branch].ndcg10];
    if (hybrid < alone - BEHIND) {
      found.push(
        `${set}: HYBRID (${hybrid.toFixed(4)}) is more than ${BEHIND} under ${branch} (${alone.toFixed(4)}).`,
      );
    }
  }
  const [first, reranked] = [scores.HYBRID.ndcg10, scores['HYBRID reranked']?.ndcg10];
  if (reranked !== undefined && reranked < first) {
    found.push(`${set}: HYBRID reranked (${reranked.toFixed(4)}) is below HYBRID (${first.toFixed(4)}).`);
  }
  if (across && across.recall10 < ACROSS_LANGUAGES) {
    const recall = across.recall10.toFixed(4);
    found.push(`${set}: recall@10 across languages is ${recall}; at least ${ACROSS_LANGUAGES}.`);
  }
  return found;
}
