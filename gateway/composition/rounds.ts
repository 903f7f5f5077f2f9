import { setTimeout as delay } from 'node:timers/promises';

/** Runs `round` again and again, `everyMs` after its last end, until disposed. `round` deals with its own errors. */
export function rounds(everyMs: number, round: () => Promise<void>): AsyncDisposable {
  const over = new AbortController();
  const { signal } = over;

  async function run() {
    while (!signal.aborted) {
      await delay(everyMs, undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted) await round();
    }
  }
  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await running;
    },
  };
}
