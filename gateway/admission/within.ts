import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';

/** What subgraphs did not answer in time is null in an answer that comes all the same, if it comes within this. */
const GRACE_MS = 500;

/**
 * What `run` gives, if that is within `ms`: the context's deadline tells it so. A little later it is told to stop, as if its client
 * had left, and nobody waits for it.
 * @throws GraphQLError OPERATION_TIMEOUT
 */
export function within<T>(
  ms: number,
  context: RequestContext,
  run: (context: RequestContext) => Promise<T>,
): Promise<T> {
  // The client's own: a signal that follows several others costs more than the rest of the entrance together.
  const { left = new AbortController() } = context;
  const deadline = Math.min(context.deadline ?? Number.POSITIVE_INFINITY, performance.now() + ms);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = gatewayError.operationTimeout(ms);
      reject(error);
      left.abort(error);
    }, ms + GRACE_MS);
    run({ ...context, left, deadline })
      .finally(() => clearTimeout(timer))
      .then(resolve, reject);
  });
}

/** Ends a subscription that lasts longer than `ms`, with an error that says so. */
export function lastingAtMost<T>(source: AsyncIterableIterator<T>, ms: number): AsyncIterableIterator<T> {
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    void source.return?.();
  }, ms);
  timer.unref();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const event = await source.next();
      if (event.done) clearTimeout(timer);
      if (event.done && over) throw gatewayError.subscriptionTooLong(ms);
      return event;
    },
    async return() {
      clearTimeout(timer);
      await source.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await this.return?.();
      throw error;
    },
  };
}
