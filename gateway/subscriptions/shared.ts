import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import { gatewayError, SUBSCRIBER_TOO_SLOW } from '../errors.ts';
import { type BoundedStream, boundedStream } from '../upstream/bounded-stream.ts';
import type { EventKind } from './event-kind.ts';
import { type History, history, type StreamEvent } from './history.ts';
import type { Start } from './sequence.ts';

/** A stream that several subscribers may share. */
export interface SharedStream {
  /** The same for those who would get the same: operation, variables and rights. Not where they begin. */
  key: string;
  kind: EventKind | undefined;
  start: Start;
  /** Opens it at its subgraph. */
  open(): AsyncIterableIterator<StreamEvent>;
}

/** Changes of a state that wait for a subscriber: older ones are not worth waiting for. */
const WAITING_CHANGES = 8;
/** How long the only subscriber of a stream may hold it up before it counts as too slow. */
const PATIENCE_MS = 1_000;
/** Events that a stream remembers for who comes later: more where there are many who may come again. */
const remembered = (members: number) => Math.min(15 + members, 128);

interface Member {
  queue: BoundedStream<StreamEvent>;
  running: Running;
  /** The sequence of the last event that was given to it. */
  last: number | undefined;
}

interface Running {
  members: Set<Member>;
  history: History;
  stop(): void;
}

/**
 * One stream of a subgraph, and one joining of its events with other subgraphs, for all who subscribe to the same. Who comes
 * later gets first what a stream of its own would begin with: out of what a running one remembers where that can be told, else
 * from a stream of its own, which ends as soon as it has caught up with the other. So nobody misses an event, nor sees one twice.
 * @param o.waitingEvents that may wait for one slow subscriber
 * @param o.tooSlow called for one who did not take them
 */
export function sharedStreams(o: { waitingEvents: number; tooSlow: () => void }) {
  const groups = new Map<string, Set<Running>>();

  function started(stream: SharedStream): Running {
    const group = groups.get(stream.key) ?? new Set();
    groups.set(stream.key, group);
    const source = stream.open();
    const paced = stream.kind === 'SEQUENCE';
    let over = false;

    function end(error?: unknown) {
      if (over) return;
      over = true;
      group.delete(running);
      if (group.size === 0 && groups.get(stream.key) === group) groups.delete(stream.key);
      for (const member of running.members) member.queue.end(error);
      running.members.clear();
    }

    async function give(event: StreamEvent) {
      // The only one may set the pace: its stream is then read again from where it stopped.
      const [only] = running.members;
      if (only && running.members.size === 1 && paced && only.queue.full())
        await patiently(only.queue.room());
      if (over) return;
      running.history.add(event, remembered(running.members.size));
      for (const member of running.members) hand(member, event);
      if (stream.kind === 'SEQUENCE' && group.size > 1) catchUp(group, running);
    }

    const running: Running = {
      members: new Set(),
      history: history(stream.kind, stream.start),
      stop() {
        end();
        void source.return?.();
      },
    };
    group.add(running);
    (async () => {
      try {
        for await (const event of source) {
          if (over) return;
          await give(event);
        }
        end();
      } catch (error) {
        end(error);
      }
    })();
    return running;
  }

  function enter(stream: SharedStream): Member {
    let missed: readonly StreamEvent[] | undefined;
    let running: Running | undefined;
    for (const one of groups.get(stream.key) ?? []) {
      missed = one.history.since(stream.start);
      if (missed) {
        running = one;
        break;
      }
    }
    running ??= started(stream);
    const bound = stream.kind === 'CHANGES' ? WAITING_CHANGES : stream.kind === 'STATE' ? 1 : o.waitingEvents;
    const member: Member = {
      running,
      last: undefined,
      queue: boundedStream<StreamEvent>({
        bound,
        newestOnly: stream.kind === 'STATE',
        overflow() {
          if (stream.kind !== 'CHANGES') o.tooSlow();
          return gatewayError.subscriberTooSlow(bound, member.last);
        },
        left: () => leave(member),
      }),
    };
    running.members.add(member);
    for (const event of missed ?? []) hand(member, event);
    return member;
  }

  function leave(member: Member) {
    const { members, stop } = member.running;
    if (members.delete(member) && members.size === 0) stop();
  }

  return {
    /** The results of a stream for one subscriber. */
    join(stream: SharedStream): AsyncIterableIterator<FormattedExecutionResult> {
      let member = enter(stream);

      async function next(): Promise<IteratorResult<FormattedExecutionResult>> {
        const event = await member.queue.iterator.next();
        return event.done ? { done: true, value: undefined } : { done: false, value: event.value.result };
      }

      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        async next() {
          try {
            return await next();
          } catch (error) {
            if (stream.kind !== 'CHANGES' || codeOf(error) !== SUBSCRIBER_TOO_SLOW) throw error;
          }
          // Nothing is lost by beginning anew: the state comes first.
          member = enter(stream);
          return next();
        },
        async return() {
          await member.queue.iterator.return?.();
          return { done: true, value: undefined };
        },
      };
    },
    /** Streams that run. */
    size: () => [...groups.values()].reduce((sum, group) => sum + group.size, 0),
  };
}

/** Of two streams of a group, one of which has caught up with the other, one is enough. */
function catchUp(group: ReadonlySet<Running>, moved: Running): void {
  for (const other of group) {
    if (other === moved) continue;
    const [small, large] = moved.members.size <= other.members.size ? [moved, other] : [other, moved];
    if (unite(small, large) || unite(large, small)) return;
  }
}

function hand(member: Member, event: StreamEvent): void {
  member.queue.push(event);
  member.last = event.sequence ?? member.last;
}

/** Moves the members of `from` over to `into`, where that remembers what they have not been given yet. */
function unite(from: Running, into: Running): boolean {
  const position = from.history.position();
  const missed = position === undefined ? undefined : into.history.since(position);
  if (!missed) return false;
  for (const member of from.members) {
    into.members.add(member);
    member.running = into;
    for (const event of missed) hand(member, event);
  }
  from.members.clear();
  from.stop();
  return true;
}

async function patiently(room: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, PATIENCE_MS);
  await Promise.race([room, late.promise]);
  clearTimeout(timer);
}

function codeOf(error: unknown): unknown {
  return (error as Partial<GraphQLError>).extensions?.code;
}
