import { histogramQuantile } from './quantile.ts';
import type { Measurement, ServiceWindow } from './window.ts';

/** The services whose /metrics are read. */
export const scraped = ['gateway', 'query', 'index', 'embedding'] as const;
export type Scraped = (typeof scraped)[number];
export type Windows = Record<Scraped, ServiceWindow>;

/** What the metrics below are derived from: nothing else is asked of a service, nor kept of what it says. */
export const metricsRead = [
  'query_total',
  'query_latency',
  'cache_hits_total',
  'index_total',
  'index_queue_documents',
  'index_queue_oldest_seconds',
  'embedding_inference_seconds',
  'embedding_queue_wait_seconds',
  'process_resident_memory_bytes',
  // Reading this one is what counts the next.
  'process_cpu_user_seconds_total',
  'process_cpu_seconds_total',
];
/** The series of these. */
export const seriesRead = new RegExp(`^(${metricsRead.join('|')})(_bucket)?$`);

/** A live metric, derived from what the services count. Its value is that of the last minute. */
export interface MetricDefinition {
  name: string;
  unit: string;
  description: string;
  /** The greatest value that it can take; the least is 0. */
  most: number;
  measure: (windows: Windows) => Measurement;
}

type Labels = Record<string, string>;
type Measure = MetricDefinition['measure'];

const status = (name: string) => (labels: Labels) => labels.status === name;

/** A part of a counter: all series of `name` for which `where` holds. */
interface Part {
  name: string;
  where?: (labels: Labels) => boolean;
}

/** How much one counter moved for each time that another did; nothing measured where the other did not move. */
function share(service: Scraped, part: Part, whole: Part): Measure {
  return (windows) => {
    const window = windows[service];
    const all = window.increase(whole.name, whole.where);
    return {
      value: all ? (window.increase(part.name, part.where) ?? 0) / all : null,
      settled: window.covered,
    };
  };
}

/** Increase of the counter `name` a second. */
function rate(service: Scraped, name: string): Measure {
  return (windows) => {
    const window = windows[service];
    const increase = window.increase(name);
    return { value: increase === null ? null : increase / window.seconds, settled: window.covered };
  };
}

function quantile(service: Scraped, { name, where }: Part, q: number): Measure {
  return (windows) => ({
    value: histogramQuantile(q, windows[service].buckets(name, where)),
    settled: windows[service].covered,
  });
}

function gauge(service: Scraped, name: string): Measure {
  return (windows) => {
    const value = windows[service].gauge(name);
    return { value, settled: value !== null || windows[service].covered };
  };
}

function latency(percent: number): MetricDefinition {
  return {
    name: `latency_p${percent}`,
    unit: 's',
    description: `${percent} % of the searches were answered within this time`,
    most: Infinity,
    measure: quantile('query', { name: 'query_latency' }, percent / 100),
  };
}

function ofProcess(service: Scraped): MetricDefinition[] {
  return [
    {
      name: `memory_bytes_${service}`,
      unit: 'bytes',
      description: `Memory of the process that the ${service} service runs in`,
      most: Infinity,
      measure: gauge(service, 'process_resident_memory_bytes'),
    },
    {
      name: `cpu_usage_${service}`,
      unit: 'cores',
      description: `Processor cores kept busy by the process that the ${service} service runs in`,
      most: Infinity,
      measure: rate(service, 'process_cpu_seconds_total'),
    },
  ];
}

/** Every metric that alert rules can watch. */
export const catalogue: readonly MetricDefinition[] = [
  latency(50),
  latency(95),
  latency(99),
  {
    name: 'error_rate',
    unit: 'ratio',
    description: 'Share of the operations at the gateway that failed through no fault of the client',
    most: 1,
    measure: share('gateway', { name: 'query_total', where: status('error') }, { name: 'query_total' }),
  },
  {
    name: 'qps',
    unit: '1/s',
    description: 'Operations that the gateway answered in a second',
    most: Infinity,
    measure: rate('gateway', 'query_total'),
  },
  {
    name: 'search_qps',
    unit: '1/s',
    description: 'Searches answered in a second',
    most: Infinity,
    measure: rate('query', 'query_total'),
  },
  {
    name: 'cache_hit_rate',
    unit: 'ratio',
    description: 'Share of the searches that were answered out of the cache',
    most: 1,
    measure: share('query', { name: 'cache_hits_total' }, { name: 'query_total', where: status('success') }),
  },
  {
    name: 'index_rate',
    unit: 'documents/s',
    description: 'Documents indexed or removed in a second',
    most: Infinity,
    measure: rate('index', 'index_total'),
  },
  {
    name: 'queue_depth',
    unit: 'documents',
    description: 'Documents that wait to be indexed',
    most: Infinity,
    measure: gauge('index', 'index_queue_documents'),
  },
  {
    name: 'queue_oldest_seconds',
    unit: 's',
    description: 'How long the oldest of them has waited',
    most: Infinity,
    measure: gauge('index', 'index_queue_oldest_seconds'),
  },
  {
    name: 'embedding_latency_p99',
    unit: 's',
    description: '99 % of the batches went through the embedding model within this time',
    most: Infinity,
    measure: quantile('embedding', { name: 'embedding_inference_seconds' }, 0.99),
  },
  {
    name: 'embedding_wait_p99',
    unit: 's',
    description: '99 % of the queries waited no longer than this for the embedding model',
    most: Infinity,
    measure: quantile(
      'embedding',
      { name: 'embedding_queue_wait_seconds', where: ({ kind }) => kind === 'query' },
      0.99,
    ),
  },
  ...scraped.flatMap(ofProcess),
];

export function metricNamed(name: string): MetricDefinition | undefined {
  return catalogue.find((metric) => metric.name === name);
}
