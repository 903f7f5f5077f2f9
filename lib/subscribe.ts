import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';

/**
 * graphql-js's `subscribe`, with a context of its own for each event: a DataLoader that outlived an event would answer
 * later ones with what it saw first.
 * An event that is an object with `partial: true` is sent with `extensions: { partial: true }`.
 * @returns the errors where the subscription cannot start, else the stream of results
 */
export async function subscribeWithFreshContext(
  args: ExecutionArgs,
  context: () => unknown,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await createSourceEventStream({ ...args, contextValue: context() });
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  const results: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const event = await events.next();
      if (event.done) return { done: true, value: undefined };
      const value = await execute({ ...args, rootValue: event.value, contextValue: context() });
      const { partial } = Object(event.value) as { partial?: unknown };
      if (partial === true) return { done: false, value: { ...value, extensions: { partial } } };
      return { done: false, value };
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
  return results;
}
