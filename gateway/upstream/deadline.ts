import { HttpError } from '../../lib/http.ts';
import { Ended } from './exchange.ts';

/** How many milliseconds a client waits; the gateway tells subgraphs with it how many are left. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms';

/** @returns when the client stops to wait, by performance.now(). @throws HttpError 400 where the header says nothing of use */
export function deadlineOf(headers: Readonly<Record<string, unknown>>): number | undefined {
  const given = headers[TIMEOUT_HEADER];
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !/^[1-9]\d{0,8}$/.test(given)) {
    throw new HttpError(400, `${TIMEOUT_HEADER} must be a whole number of milliseconds from 1 to 999999999.`);
  }
  return performance.now() + Number(given);
}

/** Calls back when the time is up. @param until by performance.now() */
export function timerUntil(until: number, late: () => void): NodeJS.Timeout {
  return setTimeout(late, Math.min(Math.max(0, until - performance.now()), 2 ** 31 - 1));
}

/** A signal that is aborted, with an `Ended`, when the time is up or `gone` is aborted. Dispose of it when the work is done. */
export function endingAt(until: number, gone?: AbortSignal): { signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const left = () => controller.abort(gone?.reason instanceof Ended ? gone.reason : new Ended(false));
  const timer = timerUntil(until, () => controller.abort(new Ended(true)));
  if (gone?.aborted) left();
  else gone?.addEventListener('abort', left, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      gone?.removeEventListener('abort', left);
    },
  };
}
