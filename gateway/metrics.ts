import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { latencyBuckets, serviceRegistry } from '../lib/metrics.ts';
import { type TrafficMetrics, trafficMetrics } from './upstream/traffic-metrics.ts';

/** `refused`: a mistake of the client's. `error`: anything else that failed; alert rules watch its share. */
export type Outcome = 'success' | 'refused' | 'error';
export type OperationKind = 'query' | 'mutation' | 'subscription' | 'unknown';

export interface GatewayMetrics {
  registry: Registry;
  traffic: TrafficMetrics;
  /** Counts an operation of a client; `seconds` where it is an answer rather than a stream. */
  operation(kind: OperationKind, outcome: Outcome, seconds?: number): void;
  /** Counts a look for a whole answer that may have been kept. */
  answerCache(result: 'hit' | 'miss'): void;
  /** Starts the clock of a request to a subgraph; call the result with its outcome. */
  subgraphRequest(name: string): (status: string) => void;
  /** Counts an operation that uses something deprecated: a field, an argument, a value. */
  deprecatedUse(coordinate: string, client: string, version: string): void;
  /** Counts a supergraph that was taken or refused: the newest one is what `supergraph_current` tells of. */
  supergraph(outcome: 'served' | 'refused'): void;
  /** Counts a subscription as active until the result is called. */
  subscription(transport: 'websocket' | 'sse' | 'multipart'): () => void;
  /** Counts a stream of a subgraph, which several subscriptions may share, as active until the result is called. */
  stream(subgraph: string): () => void;
  /** Counts a subscription that was ended since its client was too slow. */
  tooSlow(): void;
  /** Counts an operation that got no turn: too many waited, or it waited too long. */
  dropped(why: 'full' | 'late'): void;
}

const ourFault =
  /^(INTERNAL_SERVER_ERROR|PART_UNAVAILABLE|PLUGIN_FAILED|DOWNSTREAM_SERVICE_ERROR|SUBGRAPH_.*)$/;

/** An error without a code was not foreseen, and so is nobody's mistake but ours. */
export function outcomeOf(errors: readonly { extensions?: Record<string, unknown> }[] | undefined): Outcome {
  if (!errors?.length) return 'success';
  const codes = errors.map(({ extensions }) => extensions?.code);
  return codes.some((code) => typeof code !== 'string' || ourFault.test(code)) ? 'error' : 'refused';
}

/** The gateway's metrics, in a registry of its own. */
export function gatewayMetrics(): GatewayMetrics {
  const registry = serviceRegistry('gateway');
  const registers = [registry];
  const total = new Counter({
    name: 'query_total',
    help: 'GraphQL operations answered by the gateway',
    labelNames: ['status', 'method'],
    registers,
  });
  const latency = new Histogram({
    name: 'query_latency',
    help: 'Seconds that the gateway took to answer a GraphQL query or mutation',
    labelNames: ['method'],
    buckets: latencyBuckets,
    registers,
  });
  const answerCache = new Counter({
    name: 'answer_cache_total',
    help: 'Looks for whole answers that the gateway may have kept',
    labelNames: ['result'],
    registers,
  });
  const subgraphTotal = new Counter({
    name: 'subgraph_requests_total',
    help: 'Requests of the gateway to subgraphs',
    labelNames: ['subgraph', 'status'],
    registers,
  });
  const subgraphLatency = new Histogram({
    name: 'subgraph_latency',
    help: 'Seconds that a subgraph took to answer the gateway',
    labelNames: ['subgraph'],
    buckets: latencyBuckets,
    registers,
  });
  const active = new Gauge({
    name: 'subscriptions_active',
    help: 'Subscriptions that are open',
    labelNames: ['transport'],
    registers,
  });
  const streams = new Gauge({
    name: 'subscription_streams_active',
    help: 'Streams that are open at subgraphs, each for all subscriptions that ask the same',
    labelNames: ['subgraph'],
    registers,
  });
  const slow = new Counter({
    name: 'subscriptions_too_slow_total',
    help: 'Subscriptions that were ended since their client did not take the events',
    registers,
  });
  const deprecated = new Counter({
    name: 'deprecated_uses_total',
    help: 'Operations that use something deprecated, by the client that says so in apollographql-client-name',
    labelNames: ['coordinate', 'client', 'version'],
    registers,
  });
  const loads = new Counter({
    name: 'supergraph_loads_total',
    help: 'Supergraphs that were served, or refused because they are of no use',
    labelNames: ['outcome'],
    registers,
  });
  const current = new Gauge({
    name: 'supergraph_current',
    help: '1 where the newest supergraph is the one that is served, 0 where it was refused and an older one goes on',
    registers,
  });
  const dropped = new Counter({
    name: 'operations_dropped_total',
    help: 'Operations that got no turn: too many waited (full), or they waited too long (late)',
    labelNames: ['why'],
    registers,
  });
  return {
    registry,
    dropped: (why) => dropped.inc({ why }),
    traffic: trafficMetrics(registry),
    deprecatedUse: (coordinate, client, version) => deprecated.inc({ coordinate, client, version }),
    supergraph(outcome) {
      loads.inc({ outcome });
      current.set(outcome === 'served' ? 1 : 0);
    },
    operation(method, status, seconds) {
      total.inc({ status, method });
      if (seconds !== undefined) latency.observe({ method }, seconds);
    },
    answerCache: (result) => answerCache.inc({ result }),
    subgraphRequest(subgraph) {
      const end = subgraphLatency.startTimer({ subgraph });
      return (status) => {
        end();
        subgraphTotal.inc({ subgraph, status });
      };
    },
    subscription: (transport) => counted(active, { transport }),
    stream: (subgraph) => counted(streams, { subgraph }),
    tooSlow: () => slow.inc(),
  };
}

/** Counts one until the result is called, once. */
function counted(gauge: Gauge, labels: Record<string, string>): () => void {
  gauge.inc(labels);
  let open = true;
  return () => {
    if (open) gauge.dec(labels);
    open = false;
  };
}
