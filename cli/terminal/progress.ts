import { SingleBar } from 'cli-progress';
import type { Counts } from '../ingest/tally.ts';
import { count, duration, printable } from './text.ts';

/** Shows how far a run is, on standard error. */
export interface ProgressDisplay {
  show(counts: Counts): void;
  /** Leaves the last state behind, and writes no more. */
  end(): void;
}

/** The least time between two lines where there is no terminal, in milliseconds. */
const lineEveryMs = 5_000;

/** A bar that is drawn in place, in a terminal; a line every five seconds elsewhere. */
export function progressDisplay(stream: NodeJS.WriteStream = process.stderr): ProgressDisplay {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): ProgressDisplay {
  const drawn = new SingleBar({
    stream,
    format: '{bar} {percentage} %  {state}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    linewrap: false,
    fps: 8,
    gracefulExit: false,
  });
  drawn.start(1, 0, { state: '' });
  return {
    show(counts) {
      drawn.setTotal(Math.max(counts.read, 1));
      drawn.update(Math.min(done(counts), counts.read), { state: sentence(counts) });
    },
    end: () => drawn.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): ProgressDisplay {
  let written = performance.now();
  return {
    show(counts) {
      if (performance.now() - written < lineEveryMs) return;
      written = performance.now();
      stream.write(`${sentence(counts)}\n`);
    },
    end() {},
  };
}

function done({ processed, rejected }: Counts): number {
  return processed + rejected;
}

/** 1,200 of 3,000 documents, 19.8/s, 1 min 31 s left, 2 failed */
function sentence(counts: Counts): string {
  const parts = [
    `${count(counts.processed)} of ${count(counts.read)}${counts.complete ? '' : ' or more'} documents`,
    counts.rate > 0 && `${counts.rate.toFixed(1)}/s`,
    counts.secondsLeft !== null && counts.secondsLeft > 0 && `${duration(counts.secondsLeft)} left`,
    counts.failed > 0 && `${count(counts.failed)} failed`,
    counts.waitingFor !== null && `waiting: ${printable(counts.waitingFor)}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(', ');
}
