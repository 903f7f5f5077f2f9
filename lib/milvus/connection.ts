import { setTimeout as sleep } from 'node:timers/promises';
import type { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { PartUnavailable } from '../errors.ts';
import { traced } from '../tracing/tracing.ts';
import { normalise, PART, succeeded } from './normalise.ts';
import { closeClient, openClient } from './wire.ts';

/** How long a call may take, in milliseconds, retries included. */
export interface Deadlines {
  /** Searches and other reads. @default 10000 */
  read: number;
  /** Writes, flushes, and changes of a collection. @default 60000 */
  write: number;
  /** Loading a collection, which may build its indexes. @default 180000 */
  load: number;
  /** The calls of a health check. @default 2000 */
  health: number;
}
export const defaultDeadlines: Deadlines = { read: 10_000, write: 60_000, load: 180_000, health: 2_000 };

/** Told of each call: what it was, how long it took in seconds, whether it succeeded. */
export type Observe = (operation: string, seconds: number, ok: boolean) => void;

export interface Connection extends AsyncDisposable {
  /** Rises when the server was found away: what was learned about it before may no longer hold. */
  readonly losses: number;
  /**
   * One call of the SDK. `run` gets the milliseconds that it may take, and its answer must carry a success status.
   * Every call can be made again with the same outcome, so one that fails for a passing reason is, twice and quickly.
   *
   * @throws PartUnavailable when the server is away or silent, by the deadline; PartRejected when it refuses
   */
  call<T>(
    operation: string,
    deadline: keyof Deadlines,
    run: (client: MilvusClient, timeout: number) => Promise<T>,
  ): Promise<T>;
}

/** Pauses before a call is made again, in milliseconds: a server that is really away is reported soon. */
const PAUSES = [50, 250];

/** Opens nothing until the first call. */
export function connect(o: {
  address: string;
  token?: string;
  deadlines: Deadlines;
  observe?: Observe;
}): Connection {
  const client = openClient({ ...o, timeout: o.deadlines.health });
  let losses = 0;

  async function call<T>(
    operation: string,
    deadline: keyof Deadlines,
    run: (client: MilvusClient, timeout: number) => Promise<T>,
  ): Promise<T> {
    const end = performance.now() + o.deadlines[deadline];
    for (let attempt = 0; ; attempt++) {
      const left = Math.max(1, Math.ceil(end - performance.now()));
      try {
        return succeeded(operation, await within(left, operation, run(client, left)));
      } catch (error) {
        const normal = normalise(operation, error);
        if (!(normal instanceof PartUnavailable)) throw normal;
        losses++;
        const pause = PAUSES[attempt];
        if (pause === undefined || performance.now() + pause >= end) throw normal;
        await sleep(pause);
      }
    }
  }

  return {
    get losses() {
      return losses;
    },
    async call(operation, deadline, run) {
      const started = performance.now();
      let ok = false;
      const attributes = { 'db.system.name': 'milvus', 'db.operation.name': operation };
      try {
        const answer = await traced(`milvus ${operation}`, { kind: 'client', attributes }, () =>
          call(operation, deadline, run),
        );
        ok = true;
        return answer;
      } finally {
        o.observe?.(operation, (performance.now() - started) / 1000, ok);
      }
    },
    [Symbol.asyncDispose]: () => closeClient(client),
  };
}

/** The SDK's own deadline begins only once a channel is free. */
async function within<T>(milliseconds: number, operation: string, answer: Promise<T>): Promise<T> {
  const timer = Promise.withResolvers<never>();
  const late = () =>
    timer.reject(new PartUnavailable(PART, `${operation}: no answer within ${milliseconds} ms`));
  const timeout = setTimeout(late, milliseconds);
  try {
    return await Promise.race([answer, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}
