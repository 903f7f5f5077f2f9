/** What is kept of a search that was tried again with growing effort. */
export interface Trial {
  /** Index of the first level (`LEVELS`) that was tried. */
  from: number;
  /** The recall at that level and the next ones, 0 to 1; beyond the last of them all was found. */
  recalls: readonly number[];
}

/** The most candidates that Milvus takes. */
export const MOST_EF = 32_768;
/** Candidates by which searches are tried: from the fewest that a search can ask for, half as many again or a little less each time. */
export const LEVELS: readonly number[] = levels(10, Math.SQRT2);
/** Trials that must have been made at a level before it is believed. */
export const FEWEST = 50;
/** Standard errors by which the mean of the trials must be above the target. */
const CAUTION = 0.5;

function levels(first: number, ratio: number): number[] {
  const all: number[] = [];
  for (let ef = first; ef < MOST_EF; ef *= ratio) all.push(Math.round(ef));
  return [...all, MOST_EF];
}

/** The last level of at most so many candidates. */
export function levelOf(ef: number): number {
  const above = LEVELS.findIndex((level) => level > ef);
  return above === -1 ? LEVELS.length - 1 : Math.max(0, above - 1);
}

/** The fewest candidates by which the mean recall of these searches holds the target; undefined while there are too few of them. */
export function leastEffort(trials: readonly Trial[], target: number): number | undefined {
  let before: number | undefined;
  for (const [level, ef] of LEVELS.entries()) {
    const held = heldAt(level, trials);
    if (held !== undefined && held >= target) {
      if (before === undefined) return ef;
      // Recall grows about as the logarithm of the candidates does, and ever more slowly: a straight line is under it.
      const lower = LEVELS[level - 1] as number;
      return Math.ceil(lower * (ef / lower) ** ((target - before) / (held - before)));
    }
    before = held;
  }
  return undefined;
}

/** The mean recall at a level, less what chance may have added. */
function heldAt(level: number, trials: readonly Trial[]): number | undefined {
  let [count, sum, squares] = [0, 0, 0];
  for (const { from, recalls } of trials) {
    if (from > level) continue;
    const recall = recalls[level - from] ?? 1;
    count += 1;
    sum += recall;
    squares += recall * recall;
  }
  if (count < FEWEST) return undefined;
  const mean = sum / count;
  const variance = Math.max(0, squares / count - mean * mean);
  return mean - CAUTION * Math.sqrt(variance / count);
}
