import { setTimeout as delay } from 'node:timers/promises';
import { PartUnavailable } from '../../../lib/errors.ts';

const LOOK_AGAIN_MS = 500;

/**
 * Lets callers of a part that is away fail at once, instead of each of them waiting through the tries of its client. One
 * look after another finds out when it is back.
 *
 * @param isBack looks whether the part answers; never throws
 */
export function circuit(isBack: () => Promise<boolean>) {
  let away: PartUnavailable | undefined;
  const closed = new AbortController();

  async function watch(): Promise<void> {
    while (away && !closed.signal.aborted) {
      await delay(LOOK_AGAIN_MS, undefined, { signal: closed.signal, ref: false }).catch(() => undefined);
      if (!closed.signal.aborted && (await isBack())) away = undefined;
    }
  }

  return {
    async run<T>(call: () => Promise<T>): Promise<T> {
      if (away) throw away;
      try {
        return await call();
      } catch (error) {
        if (error instanceof PartUnavailable && !away) {
          away = error;
          void watch();
        }
        throw error;
      }
    },
    [Symbol.dispose]: () => closed.abort(),
  };
}
