import type { ProgressState } from '../terminal/progress.ts';
import { count, duration, printable } from '../terminal/text.ts';
import type { Counts } from './tally.ts';

/** 1,200 of about 3,000 documents, 19.8/s, 1 min 31 s left, 2 failed */
export function sentenceOf(
  counts: Counts,
  { wait, waiting }: { wait: boolean; waiting: string | null },
): ProgressState {
  const done = wait ? counts.processed : counts.accepted;
  const reason = waiting ?? counts.waitingFor;
  const parts = [
    `${count(done)} of ${all(counts)} documents`,
    counts.rate > 0 && `${counts.rate.toFixed(1)}/s`,
    counts.secondsLeft !== null && counts.secondsLeft > 0 && `${duration(counts.secondsLeft)} left`,
    counts.failed > 0 && `${count(counts.failed)} failed`,
    reason !== null && `waiting: ${printable(reason)}`,
  ];
  return {
    done: done + counts.rejected,
    total: counts.expected ?? counts.read,
    sentence: parts.filter((part) => typeof part === 'string').join(', '),
  };
}

function all({ read, complete, expected }: Counts): string {
  if (complete) return count(read);
  return expected === null ? `${count(read)} or more` : `about ${count(Number(expected.toPrecision(2)))}`;
}
