import { Ended } from './exchange.ts';

/** Work that several wait for. */
interface Shared<T> {
  result: Promise<T>;
  waiting: number;
  leave: AbortController;
}

/** Lets those who ask for the same at the same time share one answer. */
export interface InFlight<T> {
  /**
   * @param work is started where nobody waits for the same; its signal is aborted when nobody waits for it any more
   * @param signal when aborted, its caller stops to wait, and the others do not; undefined: it waits until the work ends
   * @param lead whether others may join what is started here, as it waits as long as any of them
   * @throws Ended where the signal is aborted
   */
  share(
    key: string,
    signal: AbortSignal | undefined,
    lead: boolean,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

/** @param joined is called for each that joined another */
export function inFlight<T>(joined: () => void): InFlight<T> {
  const running = new Map<string, Shared<T>>();

  function start(key: string, work: (signal: AbortSignal) => Promise<T>): Shared<T> {
    const leave = new AbortController();
    const shared: Shared<T> = { result: work(leave.signal), waiting: 0, leave };
    running.set(key, shared);
    const over = () => {
      if (running.get(key) === shared) running.delete(key);
    };
    // Before whoever waits goes on: what has ended is not given up.
    shared.result.then(over, over);
    return shared;
  }

  return {
    async share(key, signal, lead, work) {
      let shared = running.get(key);
      if (shared) joined();
      else if (!lead) return work(signal ?? new AbortController().signal);
      shared ??= start(key, work);
      shared.waiting += 1;
      try {
        return await (signal ? unlessAborted(shared.result, signal) : shared.result);
      } finally {
        shared.waiting -= 1;
        // Whoever comes now must not join what is being given up.
        if (shared.waiting === 0 && running.get(key) === shared) {
          running.delete(key);
          shared.leave.abort(new Ended(false));
        }
      }
    },
  };
}

async function unlessAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(signal.reason instanceof Ended ? signal.reason : new Ended(false));
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([result, ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
