import type { ExecutionResult } from 'graphql';
import { SUBSCRIBER_TOO_SLOW } from '../errors.ts';

/** Subscriptions whose first event is the whole state: nothing is lost by beginning anew. */
const STATE_FIELDS: ReadonlySet<string> = new Set(['searchUpdates']);
/** Older states than these are not worth waiting for. */
const WAITING_EVENTS = 8;

/**
 * Opens a stream; one of states begins anew where its subscriber was too slow, so that the subscriber goes on with the newest
 * state instead of being turned away.
 * @param field at the root of the subscription
 */
export function openFor(
  field: string,
  open: (waitingEvents?: number) => AsyncIterableIterator<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult> {
  if (!STATE_FIELDS.has(field)) return open();
  let stream = open(WAITING_EVENTS);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        return await stream.next();
      } catch (error) {
        if ((error as { extensions?: { code?: unknown } }).extensions?.code !== SUBSCRIBER_TOO_SLOW)
          throw error;
        stream = open(WAITING_EVENTS);
        return stream.next();
      }
    },
    async return() {
      await stream.return?.();
      return { done: true, value: undefined };
    },
  };
}
