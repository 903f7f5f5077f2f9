import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Child } from './child.ts';

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;

/** A program that is started anew whenever it ends by itself. */
export interface Kept extends AsyncDisposable {
  /** The process now. */
  readonly pid: number;
  /** Resolves when the program has ended for good, which it does only when it is disposed. */
  readonly exited: Promise<void>;
}

/**
 * Keeps a program running: one that ends by itself is started anew, after a pause that doubles with each failure.
 * @param name for the log
 * @param start starts it, always at the same address, and resolves when it answers
 */
export async function keepRunning(name: string, log: Logger, start: () => Promise<Child>): Promise<Kept> {
  let child = await start();
  const stopping = new AbortController();
  const exited = keep();

  async function keep(): Promise<void> {
    for (let failures = 0; ; failures++) {
      const began = performance.now();
      const end = await child.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - began > 2 * LONGEST_PAUSE) failures = 0;
      const pause = Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE);
      log.warn({ ...end, pause }, `${name} ended by itself and is started anew`);
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await start().then(
        async (next) => {
          child = next;
          if (stopping.signal.aborted) await next[Symbol.asyncDispose]();
        },
        (error) => log.error({ err: error.message }, `${name} did not start`),
      );
    }
  }

  return {
    get pid() {
      return child.pid;
    },
    exited,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await child[Symbol.asyncDispose]();
      await exited;
    },
  };
}
