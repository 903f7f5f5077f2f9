/** What each slip of the fingers costs: letters are swapped more easily than left out or doubled, and these than taken for others. */
export const slips = { swap: 8, gap: 9, other: 11 } as const;

const LONGEST = 64;
const rows = [0, 1, 2].map(() => new Int32Array(LONGEST + 2)) as [Int32Array, Int32Array, Int32Array];
/** More than anything costs. */
const TOO_MUCH = 1 << 20;

/**
 * What it takes to make one word of the other: neighbouring letters swapped, put in or taken out, replaced (optimal string
 * alignment, Damerau 1964, with the costs above). Infinity where that is more than `most`, and for words of over 64 letters.
 */
export function distance(a: string, b: string, most: number): number {
  // Farther from the diagonal than so many letters, the gaps alone cost too much: only what lies near it is looked at.
  const band = Math.floor(most / slips.gap);
  if (Math.abs(a.length - b.length) > band || a.length > LONGEST || b.length > LONGEST)
    return Number.POSITIVE_INFINITY;
  let [beforeLast, last, row] = rows;
  for (let j = 0; j <= b.length + 1; j++) last[j] = j <= band ? j * slips.gap : TOO_MUCH;
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - band);
    const to = Math.min(b.length, i + band);
    row[from - 1] = from === 1 ? i * slips.gap : TOO_MUCH;
    let least = row[from - 1] as number;
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = (last[j - 1] as number) + (same ? 0 : slips.other);
      cost = Math.min(cost, (last[j] as number) + slips.gap, (row[j - 1] as number) + slips.gap);
      if (!same && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] as number) + slips.swap);
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    row[to + 1] = TOO_MUCH;
    if (least > most) return Number.POSITIVE_INFINITY;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  const cost = last[b.length] as number;
  return cost > most ? Number.POSITIVE_INFINITY : cost;
}
