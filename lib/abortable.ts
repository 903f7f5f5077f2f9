/**
 * An async iterator over `source` that can be left while it waits. An async generator alone cannot: its `return()` stands
 * in line behind the pending `next()`. Here `return()` aborts the signal first, upon which `source` must end.
 */
export function abortable<T>(source: (signal: AbortSignal) => AsyncGenerator<T>): AsyncIterableIterator<T> {
  const controller = new AbortController();
  const iterator = source(controller.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => iterator.next(),
    async return() {
      controller.abort();
      return iterator.return(undefined);
    },
    async throw(error) {
      controller.abort();
      return iterator.throw(error);
    },
  };
}
