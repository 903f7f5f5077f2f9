/** What is saved up at most: a sudden outage is not met with all that hours of quiet have left. */
const MOST_TOKENS = 100;

/** Keeps retries a small share of the requests: when a subgraph is down, they would only add to its load. */
export interface RetryBudget {
  /** A request was sent for the first time. */
  earned(): void;
  /** Whether one more retry may be sent. */
  take(): boolean;
}

/**
 * @param share of the requests that may be sent once more
 * @param perSecond retries that are allowed beside that, so that few requests can be sent once more at all
 */
export function retryBudget(
  { budget: share, perSecond }: { budget: number; perSecond: number },
  now: () => number = () => performance.now(),
): RetryBudget {
  let tokens = perSecond;
  let at = now();
  const save = (more: number) => {
    tokens = Math.min(MOST_TOKENS, tokens + more);
  };
  return {
    earned: () => save(share),
    take() {
      save((Math.max(0, now() - at) * perSecond) / 1000);
      at = now();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
