/** Numbers that are the same in each run with the same seed (mulberry32). */
export interface Random {
  /** 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** 0 (inclusive) to `below` (exclusive), whole. */
  below(below: number): number;
  oneOf<T>(list: readonly T[]): T;
  /** Another source, which does not depend on how much is taken from this one. */
  fork(name: string): Random;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    oneOf: <T>(list: readonly T[]) => list[below(list.length)] as T,
    fork: (name) => seeded([...name].reduce((hash, char) => Math.imul(hash, 31) + char.charCodeAt(0), seed)),
  };
}
