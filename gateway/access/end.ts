import { GraphQLError } from 'graphql';
import type { Subscribe } from '../subscriptions/federated.ts';
import type { Identity } from './identity.ts';

/** How often credentials that can be withdrawn are asked about while a subscription of theirs is open. */
const RECHECK_MS = 5_000;
/** The longest that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** Ends each subscription with its credentials: when they expire, and within seconds when they are withdrawn. */
export function whileGood(subscribe: Subscribe): Subscribe {
  return async (operation) => {
    const started = await subscribe(operation);
    const { identity } = operation.context;
    const { expiresAt, recheck } = identity;
    if (!(Symbol.asyncIterator in started) || (expiresAt === undefined && !recheck)) return started;
    return untilEnd(started, identity);
  };
}

function untilEnd<T>(source: AsyncIterableIterator<T>, identity: Identity): AsyncIterableIterator<T> {
  const { expiresAt, recheck } = identity;
  let failure: GraphQLError | undefined;
  const left = expiresAt === undefined ? LONGEST_MS : expiresAt - Date.now();
  const timer = setTimeout(
    () => end({ code: 'TOKEN_EXPIRED', message: 'These credentials have expired.' }),
    Math.min(Math.max(left, 0), LONGEST_MS),
  ).unref();
  const checks =
    recheck && setInterval(() => recheck().then((refused) => refused && end(refused)), RECHECK_MS).unref();

  function stop(): void {
    clearTimeout(timer);
    clearInterval(checks);
  }

  /** Whoever waits for the next event is let go by it. */
  function end({ code, message }: { code: string; message: string }): void {
    stop();
    failure = new GraphQLError(`${message} This subscription ends with them: subscribe again with others.`, {
      extensions: { code },
    });
    void source.return?.();
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const event = await source.next();
      if (!event.done) return event;
      stop();
      const failed = failure;
      failure = undefined;
      if (failed) throw failed;
      return event;
    },
    async return(value) {
      stop();
      await source.return?.();
      return { done: true, value };
    },
  };
}
