import { z } from 'zod';
import { duration, integer, section } from '../configuration/kinds.ts';
import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';

/** How many operations run at once, and what becomes of the others. Times are in milliseconds. */
export interface QueueSettings {
  /** Operations that run at once. @default 1,000 */
  running: number;
  /** Operations that wait for their turn, of all clients. @default 2,000 */
  waiting: number;
  /** How long one waits at most. @default 10 s */
  longest: number;
}

const DEFAULTS: QueueSettings = { running: 1_000, waiting: 2_000, longest: 10_000 };

/** The section `queue` of the gateway's file. */
export const queueSection = z.literal('off').or(
  section({
    running: integer(1, 1_000_000).optional(),
    waiting: integer(0, 1_000_000).optional(),
    longest: duration('1ms', '10m').optional(),
  }),
);

/** The first goes before the second, and that before the third. */
export const PRIORITIES = ['OPERATOR', 'INTERACTIVE', 'BULK'] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface Turns {
  /**
   * Waits for a turn. Call the result when the operation is done.
   * @param client whom the turn is counted for: turns go round among the clients of a priority, so that none starves another
   * @throws GraphQLError OVERLOADED where there are too many, or where the turn did not come in time
   */
  enter(client: string, priority: Priority, context: RequestContext): Promise<() => void>;
  readonly figures: { running: number; waiting: number };
}

interface Waiter {
  client: string;
  lane: Lane;
  start(): void;
  drop(): void;
}
/** Who waits, by client; the first client is the next. */
type Lane = Map<string, Waiter[]>;

export function turns(
  given: z.infer<typeof queueSection> | undefined,
  dropped: (why: 'full' | 'late') => void = () => undefined,
): Turns {
  const most = given === 'off' ? Number.POSITIVE_INFINITY : undefined;
  const set = Object.entries(given === 'off' ? {} : (given ?? {})).filter(([, value]) => value !== undefined);
  const settings: QueueSettings = { ...DEFAULTS, ...Object.fromEntries(set) };
  const atOnce = most ?? settings.running;
  const lanes = new Map<Priority, Lane>(PRIORITIES.map((priority) => [priority, new Map()]));
  let running = 0;
  let waiting = 0;

  function overloaded(context: RequestContext) {
    const seconds = Math.max(1, Math.ceil(settings.longest / 1_000));
    context.answerHeaders.set('retry-after', String(seconds));
    return gatewayError.overloaded(seconds);
  }

  function leave(waiter: Waiter): void {
    const { client, lane } = waiter;
    const left = (lane.get(client) ?? []).filter((other) => other !== waiter);
    if (left.length > 0) lane.set(client, left);
    else lane.delete(client);
    waiting -= 1;
  }

  /** Gives the free turn to the first client of the first priority, which then goes to the end of its lane. */
  function next(): void {
    running -= 1;
    for (const lane of lanes.values()) {
      const [first] = lane;
      if (!first) continue;
      const [client, [waiter]] = first;
      if (!waiter) continue;
      leave(waiter);
      const others = lane.get(client);
      if (others) {
        lane.delete(client);
        lane.set(client, others);
      }
      running += 1;
      waiter.start();
      return;
    }
  }

  /**
   * Makes room for one more by dropping another: the newest of the client that has most waiting, in the last priority where
   * somebody waits. Nobody is dropped for a client of a later priority, or for one that has as many waiting itself.
   */
  function makeRoom(client: string, priority: Priority): boolean {
    for (const lower of PRIORITIES.toReversed()) {
      const lane = lanes.get(lower) as Lane;
      if (lane.size === 0) continue;
      if (PRIORITIES.indexOf(lower) < PRIORITIES.indexOf(priority)) return false;
      const [greediest] = [...lane.values()].sort((a, b) => b.length - a.length);
      const own = lower === priority ? (lane.get(client)?.length ?? 0) + 1 : 0;
      if (!greediest || greediest.length <= own) return false;
      greediest.at(-1)?.drop();
      return true;
    }
    return false;
  }

  function released(): () => void {
    let done = false;
    return () => {
      if (!done) next();
      done = true;
    };
  }

  return {
    get figures() {
      return { running, waiting };
    },
    enter(client, priority, context) {
      if (running < atOnce) {
        running += 1;
        return Promise.resolve(released());
      }
      if (waiting >= settings.waiting && !makeRoom(client, priority)) {
        dropped('full');
        return Promise.reject(overloaded(context));
      }
      const lane = lanes.get(priority) as Lane;
      const patience = Math.min(
        settings.longest,
        (context.deadline ?? Number.POSITIVE_INFINITY) - performance.now(),
      );
      return new Promise((resolve, reject) => {
        const giveUp = (why: 'full' | 'late') => {
          clearTimeout(timer);
          context.left?.signal.removeEventListener('abort', gone);
          leave(waiter);
          dropped(why);
          reject(overloaded(context));
        };
        const gone = () => giveUp('late');
        const timer = setTimeout(() => giveUp('late'), Math.max(0, patience));
        const waiter: Waiter = {
          client,
          lane,
          start() {
            clearTimeout(timer);
            context.left?.signal.removeEventListener('abort', gone);
            resolve(released());
          },
          drop: () => giveUp('full'),
        };
        context.left?.signal.addEventListener('abort', gone, { once: true });
        lane.set(client, [...(lane.get(client) ?? []), waiter]);
        waiting += 1;
      });
    },
  };
}
