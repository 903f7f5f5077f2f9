/** What each slip of the fingers costs: letters are swapped more easily than left out or doubled, and these than taken for others. */
export const slips = { swap: 8, gap: 9, other: 11 } as const;

/**
 * What it takes to make one word of the other: neighbouring letters swapped, put in or taken out, replaced (optimal string
 * alignment, Damerau 1964, with the costs above). Infinity where that is more than `most`.
 */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) * slips.gap > most) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index * slips.gap);
  for (let i = 1; i <= a.length; i++) {
    const row = [i * slips.gap];
    let least = i * slips.gap;
    for (let j = 1; j <= b.length; j++) {
      const replaced = a[i - 1] === b[j - 1] ? 0 : slips.other;
      let cost = Math.min(
        (last[j] as number) + slips.gap,
        (row[j - 1] as number) + slips.gap,
        (last[j - 1] as number) + replaced,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] as number) + slips.swap);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return Number.POSITIVE_INFINITY;
    [beforeLast, last] = [last, row];
  }
  const cost = last[b.length] as number;
  return cost > most ? Number.POSITIVE_INFINITY : cost;
}
