/**
 * Runs `attempt` on all items at once; where it throws an error that `blames` an item, on each half, down to the single
 * items at fault, which go to `reject`. So one bad item costs its neighbours a few more calls, and nothing else.
 * @returns the results of what succeeded
 * @throws what `attempt` throws that blames no item
 */
export async function isolate<T, R>(
  items: readonly T[],
  attempt: (items: readonly T[]) => Promise<R[]>,
  blames: (error: unknown) => Promise<boolean>,
  reject: (item: T, error: unknown) => Promise<void>,
): Promise<R[]> {
  const [first] = items;
  if (first === undefined) return [];
  try {
    return await attempt(items);
  } catch (error) {
    if (!(await blames(error))) throw error;
    if (items.length === 1) {
      await reject(first, error);
      return [];
    }
  }
  const middle = Math.ceil(items.length / 2);
  const left = await isolate(items.slice(0, middle), attempt, blames, reject);
  const right = await isolate(items.slice(middle), attempt, blames, reject);
  return [...left, ...right];
}
