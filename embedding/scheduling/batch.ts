/**
 * Chooses what is embedded together: the text that has waited longest, and with it the waiting ones nearest to it in
 * length (they need the least padding), as long as the padded batch stays within `budget` tokens. The longest wait
 * goes first whatever its length, so nothing starves.
 *
 * @param waiting token counts in the order of arrival
 * @returns indexes into `waiting`, ascending
 */
export function chooseBatch(waiting: readonly number[], budget: number): number[] {
  const first = waiting[0];
  if (first === undefined) return [];
  const distance = (index: number) => Math.abs((waiting[index] as number) - first);
  const nearest = [...waiting.keys()].slice(1).sort((a, b) => distance(a) - distance(b) || a - b);
  const chosen = [0];
  let longest = first;
  for (const index of nearest) {
    const length = Math.max(longest, waiting[index] as number);
    if (length * (chosen.length + 1) > budget) break;
    chosen.push(index);
    longest = length;
  }
  return chosen.sort((a, b) => a - b);
}
