import type { Mode, Run, Scores } from './score.ts';

/** The least nDCG@10 of a mode on a set. */
const bars: Record<string, Partial<Record<Mode, number>>> = {
  scifact: { KEYWORD: 0.67, SEMANTIC: 0.65 },
  'drcd-dev': { KEYWORD: 0.95 },
};

/** What falls short: of its bar, or, for HYBRID, of one of its branches, or of itself when it is reranked. One line each. */
export function shortfalls(set: string, scores: Record<Run, Scores>): string[] {
  const found: string[] = [];
  for (const [mode, least] of Object.entries(bars[set] ?? {}) as [Mode, number][]) {
    const { ndcg10 } = scores[mode];
    if (ndcg10 < least)
      found.push(`${set}: ${mode} has an nDCG@10 of ${ndcg10.toFixed(4)}; at least ${least}.`);
  }
  for (const branch of ['KEYWORD', 'SEMANTIC'] as const) {
    const [hybrid, alone] = [scores.HYBRID.ndcg10, scores[branch].ndcg10];
    if (hybrid <= alone) {
      found.push(`${set}: HYBRID (${hybrid.toFixed(4)}) is not above ${branch} (${alone.toFixed(4)}).`);
    }
  }
  const [first, reranked] = [scores.HYBRID.ndcg10, scores['HYBRID reranked'].ndcg10];
  if (reranked < first) {
    found.push(`${set}: HYBRID reranked (${reranked.toFixed(4)}) is below HYBRID (${first.toFixed(4)}).`);
  }
  return found;
}
