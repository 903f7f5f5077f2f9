import { PartRejected, PartUnavailable } from '../../../../lib/errors.ts';
import type { PassageReader } from '../../pages/passages.ts';
import { rowOf } from '../../pages/row.ts';
import type { Ranked, RankedHit } from '../candidates.ts';
import type { Stage } from '../pipeline.ts';
import type { Target } from '../request.ts';
import { blended } from './blend.ts';
import type { Candidate, Judge } from './judge.ts';
import type { Judges } from './judges.ts';

interface Judged {
  /** Index in the first order. */
  place: number;
  candidate: Candidate;
}

/**
 * Judges the first documents once more. Numbers of two judges are not comparable, so the documents of each judge change
 * places among themselves only. Where a judge is away, its documents stay where they are, and the answer says so.
 */
export function rerank(judges: Judges, reader: PassageReader): Stage<Ranked, Ranked> {
  return {
    name: 'rerank',
    async run(ranked) {
      const { request, hits, notes } = ranked;
      const first = hits.slice(0, request.rerank?.candidates ?? 0);
      const rows = await Promise.all(
        first.map(({ target, row }) => rowOf({ target, ...row }, request, reader)),
      );
      const judged = rows.flatMap((candidate, place) => (candidate ? { place, candidate } : []));
      const byJudge = Map.groupBy(judged, ({ place, candidate }) => {
        const target = request.targets[(first[place] as RankedHit).target] as Target;
        return judges.of(request.text, candidate, target);
      });
      const order: RankedHit[] = [...hits];
      const said = new Set(notes);
      await Promise.all(
        [...byJudge].map(async ([judge, its]) => {
          try {
            await reorder(order, hits, request.text, judge, its);
          } catch (error) {
            if (!(error instanceof PartUnavailable || error instanceof PartRejected)) throw error;
            const which = byJudge.size === 1 ? 'the documents' : `${its.length} of the documents`;
            said.add(`Not reranked: ${which} keep their first order, because ${error.message}`);
          }
        }),
      );
      return { ...ranked, hits: order, notes: [...said] };
    },
  };
}

/** Puts the documents of one judge into the places that they have together, each with the score of its new place. */
async function reorder(
  order: RankedHit[],
  hits: readonly RankedHit[],
  question: string,
  judge: Judge,
  judged: readonly Judged[],
): Promise<void> {
  const scores = await judge.scores(
    question,
    judged.map(({ candidate }) => candidate),
  );
  const first = falling(judged.map(({ place }) => (hits[place] as RankedHit).score));
  blended(first, scores, judge.weight).forEach((index, place) => {
    const before = (judged[index] as Judged).place;
    const after = (judged[place] as Judged).place;
    const score = scores[index] as number;
    const reranked = { before: before + 1, after: after + 1, score, method: judge.method };
    order[after] = {
      ...(hits[before] as RankedHit),
      score: first[place] as number,
      reranked,
    };
  });
}

/** Scores that fall with the order: middleware may have put a document before one of a higher score. */
function falling(scores: readonly number[]): number[] {
  let highest = Number.NEGATIVE_INFINITY;
  return scores
    .toReversed()
    .map((score) => (highest = Math.max(highest, score)))
    .toReversed();
}
