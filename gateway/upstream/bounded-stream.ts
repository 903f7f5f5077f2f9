export interface BoundedStream<T> {
  /** Adds an item; past the bound the stream fails with `overflow()` once the waiting items are taken. */
  push(item: T): void;
  /** Ends the stream, with an error where one is given, once the waiting items are taken. */
  end(error?: unknown): void;
  /** Whether the next item would be one too many. */
  full(): boolean;
  /** Resolves when there is room, or the stream has ended. For one who waits. */
  room(): Promise<void>;
  iterator: AsyncIterableIterator<T>;
}

/**
 * A stream between a source that pushes and one consumer that pulls, holding at most `bound` items. `left` is called once,
 * when the consumer leaves or the stream overflows: the source should stop.
 */
export function boundedStream<T>(options: {
  bound: number;
  /** Past the bound an item takes the place of the newest that waits, instead of ending the stream. @default false */
  newestOnly?: boolean;
  overflow: () => unknown;
  left: () => void;
}): BoundedStream<T> {
  const waiting: T[] = [];
  let ended = false;
  let failure: { error: unknown } | undefined;
  let wake: (() => void) | undefined;
  let taken: (() => void) | undefined;

  function end(error?: unknown) {
    if (ended) return;
    ended = true;
    if (error !== undefined) failure = { error };
    wake?.();
    taken?.();
  }

  async function next(): Promise<IteratorResult<T>> {
    while (waiting.length === 0 && !ended) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (waiting.length > 0) {
      const value = waiting.shift() as T;
      taken?.();
      return { done: false, value };
    }
    const failed = failure;
    failure = undefined;
    if (failed) throw failed.error;
    return { done: true, value: undefined };
  }

  async function leave(): Promise<IteratorResult<T>> {
    waiting.length = 0;
    failure = undefined;
    if (!ended) {
      end();
      options.left();
    }
    return { done: true, value: undefined };
  }

  return {
    push(item) {
      if (ended) return;
      if (waiting.length < options.bound) {
        waiting.push(item);
        return wake?.();
      }
      if (options.newestOnly) {
        waiting[waiting.length - 1] = item;
        return;
      }
      end(options.overflow());
      options.left();
    },
    end,
    full: () => waiting.length >= options.bound,
    async room() {
      if (ended || waiting.length < options.bound) return;
      await new Promise<void>((resolve) => {
        taken = resolve;
      });
    },
    iterator: {
      [Symbol.asyncIterator]() {
        return this;
      },
      next,
      return: leave,
      async throw(error) {
        await leave();
        throw error;
      },
    },
  };
}
