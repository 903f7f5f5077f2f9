import { Counter, Gauge, type Registry } from 'prom-client';

/** Labels of instances are numbers that are given again: those above this share one. */
const MOST_LABELS = 64;

export type BreakerState = 'closed' | 'half_open' | 'open';
export type Attempt = 'answered' | 'unreachable' | 'lost' | 'unavailable' | 'late' | 'abandoned';

/** What is measured of the traffic between gateway and subgraphs, beside requests and their time. */
export interface TrafficMetrics {
  attempt(subgraph: string, instance: string, outcome: Attempt): void;
  retried(subgraph: string, why: Attempt): void;
  /** A retry that the budget did not allow. */
  overBudget(subgraph: string): void;
  ejected(subgraph: string, instance: string, why: string): void;
  instances(subgraph: string, counts: { used: number; left_out: number }): void;
  breaker(subgraph: string, state: BreakerState): void;
  deduplicated(subgraph: string): void;
}

export function trafficMetrics(registry: Registry): TrafficMetrics {
  const registers = [registry];
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const attempts = counter(
    'subgraph_attempts_total',
    'Requests sent to an instance of a subgraph, each try counted',
    'subgraph',
    'instance',
    'outcome',
  );
  const retries = counter('subgraph_retries_total', 'Requests sent once more', 'subgraph', 'why');
  const overBudget = counter(
    'subgraph_retries_refused_total',
    'Requests that were not sent once more, as too many were',
    'subgraph',
  );
  const ejections = counter(
    'subgraph_ejections_total',
    'Times that an instance was left out',
    'subgraph',
    'instance',
    'why',
  );
  const deduplicated = counter(
    'subgraph_deduplicated_total',
    'Reads that took the answer of the same read, which was under way',
    'subgraph',
  );
  const instances = new Gauge({
    name: 'subgraph_instances',
    help: 'Instances of a subgraph, by whether requests go to them',
    labelNames: ['subgraph', 'state'],
    registers,
  });
  const breaker = new Gauge({
    name: 'subgraph_breaker_open',
    help: 'Whether a subgraph is left alone for a while: 0 no, 0.5 being tried, 1 yes',
    labelNames: ['subgraph'],
    registers,
  });
  const bounded = (instance: string) => (Number(instance) > MOST_LABELS ? 'other' : instance);
  return {
    attempt: (subgraph, instance, outcome) =>
      attempts.inc({ subgraph, instance: bounded(instance), outcome }),
    retried: (subgraph, why) => retries.inc({ subgraph, why }),
    overBudget: (subgraph) => overBudget.inc({ subgraph }),
    ejected: (subgraph, instance, why) => ejections.inc({ subgraph, instance: bounded(instance), why }),
    instances(subgraph, counts) {
      for (const [state, count] of Object.entries(counts)) instances.set({ subgraph, state }, count);
    },
    breaker: (subgraph, state) =>
      breaker.set({ subgraph }, state === 'open' ? 1 : state === 'half_open' ? 0.5 : 0),
    deduplicated: (subgraph) => deduplicated.inc({ subgraph }),
  };
}
