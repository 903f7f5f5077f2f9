/**
 * Runs at most one task a name at a time, in the order in which they came. Tasks of different names do not wait for
 * each other.
 */
export function turns(): <T>(name: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (name, task) => {
    const before = last.get(name) ?? Promise.resolve();
    const mine = before.then(task, task);
    const settled = mine.then(
      () => {},
      () => {},
    );
    last.set(name, settled);
    settled.then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
    return mine;
  };
}
