/** Within this time half of what was known is forgotten. */
const HALF_LIFE_MS = 5_000;
/** The first answers are slow, while connections are made and code is compiled: fewer than these say nothing. */
const FEWEST = 10;

/** How long an instance takes lately: an average in which what is older counts for less. */
export interface Latency {
  add(milliseconds: number): void;
  /** Milliseconds; 0 where nothing is known, and less and less while nothing comes: it is tried again. */
  lately(): number;
}

export function latency(now: () => number = () => performance.now()): Latency {
  let average = 0;
  let answers = 0;
  let at = now();
  const kept = () => 0.5 ** ((now() - at) / HALF_LIFE_MS);
  return {
    add(milliseconds) {
      const old = average * kept();
      average = old === 0 ? milliseconds : 0.8 * old + 0.2 * milliseconds;
      answers += 1;
      at = now();
    },
    lately: () => (answers < FEWEST ? 0 : average * kept()),
  };
}
