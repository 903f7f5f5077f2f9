import type { TrafficSettings } from '../settings.ts';

/**
 * unreachable: nobody took the connection. failing: it took the request and did not answer as it should. unhealthy: it did
 * not say that it is well when it was asked.
 */
export type Failure = 'unreachable' | 'failing' | 'unhealthy';

/** How an instance that is new or back starts, as a share of its weight. */
const LEAST_WEIGHT = 0.1;

/** What its answers say about one instance: whether it is left out, and how much of its share it gets. */
export interface Standing {
  /** Why it is left out; undefined: it is not. */
  readonly out: Failure | undefined;
  /** 0.1 to 1: grows while it has just come, or come back. */
  weight(): number;
  /** An answer came. Where it was left out, it is back. */
  succeeded(): void;
  /** @returns how long it is left out from now on, in milliseconds; undefined where it was already, or is not yet */
  failed(why: Failure): number | undefined;
  /** It was asked how it is, at the end of its time out. @returns as `failed`: how much longer it is left out */
  stillOut(): number;
}

/** @param fresh whether it came later than the others: it starts slowly */
export function standing(
  { ejection, slowStart }: Pick<TrafficSettings, 'ejection' | 'slowStart'>,
  fresh: boolean,
  now: () => number = () => performance.now(),
): Standing {
  let out: Failure | undefined;
  let inSince = fresh ? now() : Number.NEGATIVE_INFINITY;
  let inRow = 0;
  /** How long it was left out the last time. */
  let last = 0;
  const recent = slidingCounts(ejection === 'off' ? 1 : ejection.window, now);

  function leaveOut(first: number, longest: number): number {
    // What has stayed in for twice as long as it was out starts over.
    const settled = out === undefined && now() - inSince > 2 * last;
    last = settled || last === 0 ? first : Math.min(2 * last, longest);
    return last;
  }

  return {
    get out() {
      return out;
    },
    weight() {
      if (slowStart === 0) return 1;
      return Math.min(1, Math.max(LEAST_WEIGHT, (now() - inSince) / slowStart));
    },
    succeeded() {
      inRow = 0;
      recent.count(false);
      if (out === undefined) return;
      out = undefined;
      inSince = now();
      recent.clear();
    },
    failed(why) {
      inRow += 1;
      recent.count(true);
      if (ejection === 'off' || out !== undefined) return undefined;
      const { requests, failures } = recent.sum();
      const tooMany = requests >= ejection.requests && failures >= ejection.share * requests;
      // Where nobody listens, the next request would fail as well: there is nothing to wait for.
      if (why === 'failing' && inRow < ejection.failures && !tooMany) return undefined;
      const time = leaveOut(ejection.first, ejection.longest);
      out = why;
      return time;
    },
    stillOut: () => (ejection === 'off' ? 0 : leaveOut(ejection.first, ejection.longest)),
  };
}

interface Counts {
  requests: number;
  failures: number;
}

/** Counts over the last `window` milliseconds, give or take half of it. */
function slidingCounts(window: number, now: () => number) {
  const none = (): Counts => ({ requests: 0, failures: 0 });
  let newer = none();
  let older = none();
  let began = now();
  function turn() {
    const passed = Math.floor((now() - began) / (window / 2));
    if (passed === 0) return;
    older = passed === 1 ? newer : none();
    newer = none();
    began += passed * (window / 2);
  }
  return {
    count(failed: boolean) {
      turn();
      newer.requests += 1;
      if (failed) newer.failures += 1;
    },
    sum(): Counts {
      turn();
      return { requests: newer.requests + older.requests, failures: newer.failures + older.failures };
    },
    clear() {
      newer = none();
      older = none();
    },
  };
}
