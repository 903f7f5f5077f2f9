/** What is chosen among. */
export interface Choosable {
  /** Requests under way. */
  readonly inFlight: number;
  /** Its share, beside those of the others; above 0. */
  weight(): number;
  /** Milliseconds that its answers take lately. */
  lately(): number;
}

/** Of two with as many requests under way, the one is taken that is this many times as fast. */
const CLEARLY = 2;

/**
 * The power of two choices: of two drawn at random (by weight), the one with fewer requests under way for its weight. Two
 * draws avoid both the herd that runs to the least loaded one and the slow one that gets its turn all the same.
 * (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 1996.)
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
  const [a, b] = [load(first), load(second)];
  if (a !== b) return a < b ? first : second;
  return second.lately() * CLEARLY <= first.lately() ? second : first;
}

const load = (one: Choosable) => (one.inFlight + 1) / one.weight();

function draw<T extends Choosable>(among: readonly T[], random: () => number): T {
  let left = random() * among.reduce((sum, one) => sum + one.weight(), 0);
  for (const one of among) {
    left -= one.weight();
    if (left < 0) return one;
  }
  return among.at(-1) as T;
}
