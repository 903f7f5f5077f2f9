import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { abortable } from '../../lib/abortable.ts';
import { SUBGRAPH_UNAVAILABLE, SUBSCRIBER_TOO_SLOW } from '../errors.ts';
import type { SubgraphStream } from '../upstream/event-source.ts';
import type { EventKind } from './event-kind.ts';
import type { Start } from './sequence.ts';

/** How long a subgraph may be away before subscribers are told; they have to know within 2 s. */
const TELL_AFTER_MS = 1_500;
/** A subgraph that is lost again before it has been there for so long is still the same failure. */
const STEADY_MS = 1_000;
const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 2_000;

/** What a subgraph sent, or the failure that keeps it from sending now while it is tried again. */
export type LastingEvent =
  | { event: ExecutionResult; sequence?: number | undefined; partial: boolean; away?: undefined }
  | { away: GraphQLError };

/**
 * A stream of a subgraph that outlives its connection: when that is lost, a SEQUENCE goes on behind the last event that arrived, and
 * what begins with its state begins anew. Tries again for `resumeMs`, at random within growing waits so that not all come at once, then
 * fails as the connection did. So does what can do neither: an undeclared stream, and a SEQUENCE whose state had arrived in part.
 * @param open a stream that begins at `start`
 */
export function lastingStream(options: {
  kind: EventKind | undefined;
  start: Start;
  resumeMs: number;
  open: (start: Start) => SubgraphStream;
  /** The sequence of an event of a SEQUENCE. */
  sequenceOf: (event: ExecutionResult) => number | undefined;
}): AsyncIterableIterator<LastingEvent> {
  const { kind, resumeMs, open, sequenceOf } = options;

  return abortable(async function* (signal) {
    let start = options.start;
    let partial = false;
    let begun = false;
    /** Since when the subgraph is away, and whether that was told. */
    let away: { since: number; error: GraphQLError; told: boolean; tries: number } | undefined;

    while (!signal.aborted) {
      const stream = open(start);
      const opened = performance.now();
      const behind = start;
      const leave = () => void stream.return?.();
      signal.addEventListener('abort', leave, { once: true });
      try {
        let pending = stream.next();
        for (;;) {
          if (away && !away.told && !(await within(pending, TELL_AFTER_MS - lasted(away), signal))) {
            if (stream.begun()) away = undefined;
            else {
              away.told = true;
              yield { away: away.error };
            }
            continue;
          }
          const next = await pending;
          if (next.done) return;
          away = undefined;
          begun = true;
          const event = next.value;
          const sequence = kind === 'SEQUENCE' ? sequenceOf(event) : undefined;
          // Resumed behind what the subgraph had committed but not yet told of when it was asked.
          const seen = sequence !== undefined && typeof behind === 'number' && sequence <= behind;
          if (!seen) {
            partial = event.extensions?.partial === true;
            yield { event, sequence, partial };
            if (!partial) start = sequence ?? start;
          }
          pending = stream.next();
        }
      } catch (error) {
        begun ||= stream.begun();
        if (!kind || !begun || partial) throw error;
        const { code } = (error as GraphQLError).extensions;
        // The subgraph was faster than its events could be joined: it is asked again for what did not fit.
        if (code === SUBSCRIBER_TOO_SLOW) continue;
        if (code !== SUBGRAPH_UNAVAILABLE) throw error;
        if (stream.begun() && performance.now() - opened > STEADY_MS) away = undefined;
        // One that fell silent is away for as long as it took to notice: that is to be told at once.
        const since = performance.now() - (stream.silentMs() > 0 ? TELL_AFTER_MS : 0);
        away ??= { since, error: error as GraphQLError, told: false, tries: 0 };
        if (lasted(away) >= resumeMs) throw error;
      } finally {
        signal.removeEventListener('abort', leave);
      }
      const wait = Math.min(FIRST_WAIT_MS * 2 ** away.tries++, MOST_WAIT_MS) * (0.5 + Math.random() / 2);
      const untilTold = away.told ? Number.POSITIVE_INFINITY : TELL_AFTER_MS - lasted(away);
      if (untilTold <= wait) {
        away.told = true;
        await waited(untilTold, signal);
        yield { away: away.error };
      } else await waited(wait, signal);
    }
  });
}

function lasted(away: { since: number }): number {
  return performance.now() - away.since;
}

async function waited(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** Whether the promise settles within `ms`. */
async function within(promise: Promise<unknown>, ms: number, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const settled = promise.then(
    () => true,
    () => true,
  );
  const first = await Promise.race([settled, waited(Math.max(ms, 1), either).then(() => false)]);
  over.abort();
  return first;
}
