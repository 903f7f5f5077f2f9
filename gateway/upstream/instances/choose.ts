/** What is chosen among. */
export interface Choosable {
  /** Requests under way. */
  readonly inFlight: number;
  /** Its share, beside those of the others; above 0. */
  weight(): number;
  /** Milliseconds that its answers take lately. */
  lately(): number;
}

/** From this many times as slow as the other on, a request counts for more. */
const CLEARLY = 2;
/** It counts for this many at most: answers are slow because of what was asked, too. */
const AT_MOST = 8;

/**
 * The power of two choices: of two drawn at random (by weight), the one with fewer requests under way for its weight. Two
 * draws avoid both the herd that runs to the least loaded one and the slow one that gets its turn all the same.
 * (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 1996.) Requests under way count for more where an
 * instance is clearly slower: as many of them would wait for longer there.
 * @param random from 0 to below 1
 */
export function choose<T extends Choosable>(
  among: readonly T[],
  random: () => number = Math.random,
): T | undefined {
  if (among.length < 2) return among[0];
  const first = draw(among, random);
  const second = draw(
    among.filter((one) => one !== first),
    random,
  );
  return load(second, first) < load(first, second) ? second : first;
}

function load(one: Choosable, other: Choosable): number {
  const times = other.lately() > 0 ? one.lately() / other.lately() : 1;
  return ((one.inFlight + 1) / one.weight()) * (times < CLEARLY ? 1 : Math.min(times, AT_MOST));
}

function draw<T extends Choosable>(among: readonly T[], random: () => number): T {
  let left = random() * among.reduce((sum, one) => sum + one.weight(), 0);
  for (const one of among) {
    left -= one.weight();
    if (left < 0) return one;
  }
  return among.at(-1) as T;
}
