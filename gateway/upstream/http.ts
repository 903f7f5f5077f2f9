import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { GraphQLFormattedError } from 'graphql';
import { parseJson64, stringifyJson64 } from '../../lib/json64.ts';
import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { type Breaker, breaker } from './breaker.ts';
import { endingAt, TIMEOUT_HEADER } from './deadline.ts';
import { inFlight } from './deduplicate.ts';
import { Ended, exchange, type Fault, type Received } from './exchange.ts';
import type { SubgraphHeaders } from './headers.ts';
import type { Instance } from './instances/instance.ts';
import type { Instances } from './instances/instances.ts';
import type { Probe } from './instances/probing.ts';
import { retryBudget } from './retry-budget.ts';
import type { TrafficSettings } from './settings.ts';
import type { TrafficMetrics } from './traffic-metrics.ts';

export interface SubgraphRequest {
  query: string;
  variables: Record<string, unknown> | undefined;
  operationName: string | undefined;
}

export interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
}

/** Asks one subgraph over HTTP, whichever of its instances. */
export interface SubgraphHttp extends Disposable {
  /**
   * @param read whether it is a query: those may be sent once more, share an answer, and be given up with their client
   * @throws GraphQLError where the subgraph is away, slow or talks nonsense
   */
  ask(request: SubgraphRequest, client: RequestContext, read: boolean): Promise<SubgraphAnswer>;
}

/** How often something was changed through this gateway. */
export interface Writes {
  count: number;
}

export function subgraphHttp(options: {
  subgraph: string;
  settings: TrafficSettings;
  headers: SubgraphHeaders;
  instances: Instances;
  probe: Probe;
  writes: Writes;
  metrics: TrafficMetrics;
}): SubgraphHttp {
  const { subgraph, settings, headers, instances, writes, metrics } = options;
  const { retries, timeout } = settings;
  const budget = retries === 'off' ? undefined : retryBudget(retries);
  const reads = inFlight<Received>(() => metrics.deduplicated(subgraph));
  const circuit: Breaker = breaker(
    settings.breaker,
    async () => options.probe(await instances.pick()),
    (state) => metrics.breaker(subgraph, state),
  );

  /** One try. What it says of the instance is kept: a client that would not wait says nothing. */
  async function attempt(
    instance: Instance,
    body: string,
    client: RequestContext,
    time: Time,
    signal: AbortSignal,
  ) {
    const done = instance.begin();
    const result = await exchange(
      instance,
      body,
      {
        ...headers.of(client),
        [TIMEOUT_HEADER]: String(Math.max(1, Math.round(time.until - performance.now()))),
        'content-type': 'application/json',
        accept: 'application/json',
      },
      signal,
    );
    const why = 'why' in result ? result.why : 'answered';
    metrics.attempt(subgraph, instance.label, why);
    if (why === 'answered' || why === 'unreachable') done(why);
    else done(why === 'abandoned' || (why === 'late' && !time.patient) ? 'unknown' : 'failing');
    return result;
  }

  /** Tries until there is an answer, or no reason to try again. @throws Failed, Ended */
  async function send(
    body: string,
    client: RequestContext,
    read: boolean,
    time: Time,
    signal: AbortSignal,
  ): Promise<Received> {
    budget?.earned();
    const tried = new Set<Instance>();
    for (let again = 0; ; ) {
      const instance = await instances.pick(tried).catch((error) => {
        throw new Failed({ why: 'unreachable', cause: error });
      });
      const result = await attempt(instance, body, client, time, signal);
      if (!('why' in result)) return result;
      tried.add(instance);
      // What was never sent is no second try, for the subgraph: a mutation may go to another instance as well.
      if (result.why === 'unreachable' && instances.hasOther(tried)) {
        metrics.retried(subgraph, result.why);
        continue;
      }
      if (!read || !mayBeSentAgain(result.why) || retries === 'off' || again >= retries.most) {
        throw new Failed(result);
      }
      if (!budget?.take()) {
        metrics.overBudget(subgraph);
        throw new Failed(result);
      }
      metrics.retried(subgraph, result.why);
      await pause(retries.pause * 2 ** again, signal);
      again += 1;
    }
  }

  /** `send`, and what its end says about the subgraph as a whole. */
  async function sent(...args: Parameters<typeof send>): Promise<Received> {
    try {
      const received = await send(...args);
      circuit.ended(true);
      return received;
    } catch (error) {
      const { why } = error instanceof Failed ? error.fault : { why: undefined };
      const [, , , { patient }] = args;
      if (why !== undefined && why !== 'abandoned' && (why !== 'late' || patient)) circuit.ended(false);
      throw error;
    }
  }

  async function shared(body: string, client: RequestContext, time: Time, signal?: AbortSignal) {
    // Who reads after a change was acknowledged must not get what was asked for before it.
    const key = [
      body,
      JSON.stringify(client.caller),
      JSON.stringify(headers.propagated(client)),
      writes.count,
    ].join('\n');
    return reads.share(key, signal, time.patient, async (ends) => {
      using own = endingAt(time.until, ends);
      return await sent(body, client, true, time, own.signal);
    });
  }

  async function receive(body: string, client: RequestContext, read: boolean, time: Time): Promise<Received> {
    const sharing = read && settings.deduplicate;
    // What is shared has a clock of its own, as patient as this client.
    if (sharing && time.patient) return shared(body, client, time, client.left?.signal);
    using end = endingAt(time.until, read ? client.left?.signal : undefined);
    return await (sharing
      ? shared(body, client, time, end.signal)
      : sent(body, client, read, time, end.signal));
  }

  return {
    async ask(request, client, read) {
      if (circuit.open) throw gatewayError.subgraphPaused(subgraph);
      const time = timeFor(read ? timeout.query : timeout.mutation, client);
      if (time.milliseconds === 0) throw gatewayError.subgraphTimeout(subgraph, 0);
      const body = stringifyJson64(request);
      try {
        const received = await receive(body, client, read, time).catch(orReceived);
        return answerOf(received, subgraph, (answered) => headers.answered(client, answered));
      } catch (error) {
        throw explained(error, subgraph, time);
      }
    },
    [Symbol.dispose]: () => circuit[Symbol.dispose](),
  };
}

/** How long an answer is waited for. */
interface Time {
  milliseconds: number;
  /** By performance.now(). */
  until: number;
  /** Whether it is as long as the subgraph is given: a client that waits for less says nothing about the subgraph. */
  patient: boolean;
}

export function timeFor(milliseconds: number, { deadline }: RequestContext): Time {
  const now = performance.now();
  const patient = deadline === undefined || deadline >= now + milliseconds;
  return patient
    ? { milliseconds, until: now + milliseconds, patient }
    : { milliseconds: Math.max(0, deadline - now), until: deadline, patient };
}

class Failed extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.why, { cause: fault.cause });
    this.fault = fault;
  }
}

/** A 503 that nothing better came after is an answer all the same: it may say why. */
function orReceived(error: unknown): Received {
  if (error instanceof Failed && error.fault.received) return error.fault.received;
  throw error;
}

/** Time that is up does not come back, and a client that has gone neither. */
function mayBeSentAgain(why: Fault['why']): boolean {
  return why === 'unreachable' || why === 'lost' || why === 'unavailable';
}

/** Waits a random part of the time: clients that failed together do not come again together. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return delay(Math.random() * milliseconds, undefined, { signal }).catch(() => {
    throw signal.reason;
  });
}

/** @throws GraphQLError where it is none */
function answerOf(
  { status, headers, text }: Received,
  subgraph: string,
  answered: (headers: IncomingHttpHeaders) => void,
): SubgraphAnswer {
  if (status === 401 || status === 403)
    throw gatewayError.subgraphBadResponse(subgraph, `HTTP ${status}, the key was refused`);
  const answer = asAnswer(text);
  if (!answer) throw gatewayError.subgraphBadResponse(subgraph, `HTTP ${status}`);
  answered(headers);
  return answer;
}

function asAnswer(text: string): SubgraphAnswer | undefined {
  try {
    const answer = parseJson64(text) as SubgraphAnswer | null;
    return answer?.data !== undefined || Array.isArray(answer?.errors)
      ? (answer as SubgraphAnswer)
      : undefined;
  } catch {
    return undefined;
  }
}

function explained(error: unknown, subgraph: string, { milliseconds }: Time): Error {
  if (error instanceof Error && 'extensions' in error) return error;
  const { why, cause } = faultOf(error);
  const failure =
    why === 'late'
      ? gatewayError.subgraphTimeout(subgraph, milliseconds / 1000)
      : why === 'abandoned'
        ? gatewayError.clientGone()
        : gatewayError.subgraphUnavailable(subgraph);
  failure.cause = cause;
  return failure;
}

function faultOf(error: unknown): Fault {
  if (error instanceof Failed) return error.fault;
  if (error instanceof Ended) return { why: error.late ? 'late' : 'abandoned', cause: error };
  return { why: 'lost', cause: error };
}
