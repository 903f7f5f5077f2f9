import type { FormattedExecutionResult } from 'graphql';
import type { EventKind } from './event-kind.ts';
import type { Start } from './sequence.ts';

/** An event as all subscribers of a stream get it. */
export interface StreamEvent {
  /** Fit for clients' eyes. All subscribers get the same object. */
  result: FormattedExecutionResult;
  /** Of an event of a SEQUENCE. */
  sequence?: number | undefined;
  /** Whether more of the same moment follows: a state that is sent in several events can only be taken whole. */
  partial?: boolean;
  /** Whether it tells about the stream rather than being of it. */
  notice?: boolean;
}

/** What a running stream remembers of its events, for subscribers who come later. */
export interface History {
  /** @param most events to remember */
  add(event: StreamEvent, most: number): void;
  /**
   * What a subscriber must be given first who joins now and begins at `start`, so that it then has what a stream of its own would
   * have given it; undefined where that cannot be told.
   */
  since(start: Start): readonly StreamEvent[] | undefined;
  /** The sequence up to which everything was given; undefined while that cannot be told. */
  position(): number | undefined;
}

/** The first alone: once it has changed, whoever comes gets the state as it is then, from a stream of its own. */
const MOST_CHANGES = 1;
/** A state in more events than these is not kept for others. */
const MOST_OF_A_STATE = 100;

/** @param start where the stream itself began */
export function history(kind: EventKind | undefined, start: Start): History {
  if (kind === 'SEQUENCE') return sequenceHistory(start);
  if (kind === 'STATE') return stateHistory();
  return changesHistory(kind === 'CHANGES' ? MOST_CHANGES : 0);
}

function sequenceHistory(start: Start): History {
  const resumed = typeof start === 'number';
  let state: StreamEvent[] | undefined = resumed ? undefined : [];
  const events: StreamEvent[] = [];
  /** Everything behind `floor` is in `events`, up to `last`. */
  let floor = resumed ? start : undefined;
  let last = floor;

  return {
    add(event, most) {
      if (event.notice) return;
      if (last === undefined) {
        state?.push(event);
        if (state && state.length > MOST_OF_A_STATE) state = undefined;
        if (!event.partial && event.sequence !== undefined) floor = last = event.sequence;
        return;
      }
      state = undefined;
      last = event.sequence ?? last;
      events.push({ ...event, sequence: last });
      while (events.length > most) floor = events.shift()?.sequence;
    },
    since(from) {
      if (typeof from !== 'number') return state;
      if (floor === undefined || last === undefined || from < floor || from > last) return undefined;
      return events.filter(({ sequence = 0 }) => sequence > from);
    },
    position: () => last,
  };
}

function stateHistory(): History {
  let newest: StreamEvent | undefined;
  return {
    add(event) {
      if (!event.notice) newest = event;
    },
    since: () => (newest ? [newest] : []),
    position: () => undefined,
  };
}

function changesHistory(most: number): History {
  let events: StreamEvent[] | undefined = [];
  return {
    add(event) {
      if (event.notice || !events) return;
      events.push(event);
      if (events.length > most) events = undefined;
    },
    since: () => events,
    position: () => undefined,
  };
}
