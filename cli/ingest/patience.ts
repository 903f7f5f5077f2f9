import { setTimeout as delay } from 'node:timers/promises';
import { Refused, Unreachable } from '../api/errors.ts';
import type { Failure } from '../failure.ts';

export interface Patience {
  /** How long a server that is away is waited for, in seconds. */
  seconds: number;
  /** Told why a request waits, and null when it goes on. */
  onWait(reason: string | null): void;
}

const [firstWaitMs, mostWaitMs] = [250, 15_000];

/**
 * Sends a request until it is answered. Where the server has too much to do, it is sent again when the server says; where it
 * is away, or a part of it, again and again, less and less often.
 * @throws what is no passing trouble; Unreachable, Refused where it does not pass in time
 */
export async function patiently<T>(send: () => Promise<T>, { seconds, onWait }: Patience): Promise<T> {
  let [wait, gone] = [firstWaitMs, 0];
  let waited = false;
  for (;;) {
    try {
      const answer = await send();
      if (waited) onWait(null);
      return answer;
    } catch (error) {
      const pressure = error instanceof Refused ? error.only('BACKPRESSURE') : undefined;
      if (pressure) {
        const retryAfter = pressure.extensions?.retryAfterSeconds ?? 1;
        onWait(`the server has enough to index, and asks again for more in ${retryAfter} s`);
        await delay(retryAfter * 1000);
      } else {
        if (!passing(error) || gone + wait > seconds * 1000) throw error;
        onWait(
          error instanceof Unreachable
            ? `the server does not answer (${error.reason})`
            : (error as Failure).message,
        );
        await delay(wait);
        gone += wait;
        wait = Math.min(wait * 2, mostWaitMs);
      }
      waited = true;
    }
  }
}

function passing(error: unknown): error is Failure {
  return error instanceof Unreachable || (error instanceof Refused && error.passing);
}
