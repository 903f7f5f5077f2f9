import { z } from 'zod';
import { duration, httpUrl, integer, section, share, switchable } from '../configuration/kinds.ts';

/** How requests go to one subgraph. Times are in milliseconds. */
export interface TrafficSettings {
  /** Addresses of its instances, in place of the one that the supergraph or a setting names. */
  instances?: readonly string[] | undefined;
  /** The name of an SRV record that lists its instances, as _graphql._tcp.shop.internal. */
  srv?: string | undefined;
  /** How host names become addresses, each of which is an instance; off: the name is one instance. */
  dns: { every: number; addresses: 'ipv4' | 'ipv6' | 'any' | 'auto' } | 'off';
  /** The query's is longer than the longest wait of a search; the mutation's than that of `waitFor: INDEXED`. */
  timeout: { connect: number; query: number; mutation: number };
  /** Second tries of queries; `budget` is their share of the requests, beside `perSecond` that are always allowed. */
  retries: { most: number; budget: number; perSecond: number; pause: number } | 'off';
  /** When an instance is left out for a while: after failures in a row, or at a share of failures in `window`. */
  ejection:
    | {
        failures: number;
        share: number;
        requests: number;
        window: number;
        first: number;
        longest: number;
        /** Where fewer than this share of the instances would be left, the failing ones are used all the same. */
        panic: number;
      }
    | 'off';
  /** Asks each instance how it is, beside what its answers tell. */
  health: { path?: string | undefined; every: number; within: number; failures: number } | 'off';
  /** How long an instance that is new or back gets less than its share. */
  slowStart: number;
  /** When the subgraph as a whole is left alone for a while. */
  breaker: { share: number; requests: number; window: number; pause: number; longest: number } | 'off';
  /** Connections to one instance. */
  connections: number;
  /** Whether reads that are the same in all that the subgraph sees share one request. */
  deduplicate: boolean;
}

const given = section({
  instances: z.array(httpUrl(), 'must be a list of URLs').min(1, 'must have at least one URL').optional(),
  srv: z
    .string('must be the name of an SRV record')
    .regex(/^[\w-]+(\.[\w-]+)+\.?$/, 'must be the name of an SRV record, such as _graphql._tcp.shop.internal')
    .optional(),
  dns: switchable({
    every: duration('1s', '1h').optional(),
    addresses: z
      .enum(['ipv4', 'ipv6', 'any', 'auto'], 'must be ipv4, ipv6, any, or auto (ipv4 where there are some)')
      .optional(),
  }),
  timeout: section({
    connect: duration('10ms', '1m').optional(),
    query: duration('10ms', '1h').optional(),
    mutation: duration('10ms', '1h').optional(),
  }).optional(),
  retries: switchable({
    most: integer(1, 10).optional(),
    budget: share().optional(),
    perSecond: integer(0, 10_000).optional(),
    pause: duration('1ms', '10s').optional(),
  }),
  ejection: switchable({
    failures: integer(1, 1_000).optional(),
    share: share().optional(),
    requests: integer(1, 100_000).optional(),
    window: duration('1s', '10m').optional(),
    first: duration('100ms', '1h').optional(),
    longest: duration('100ms', '24h').optional(),
    panic: share().optional(),
  }),
  health: switchable({
    path: z
      .string('must be a path such as /health')
      .regex(/^\/[\x21-\x7e]*$/, 'must be a path such as /health')
      .optional(),
    every: duration('100ms', '1h').optional(),
    within: duration('10ms', '1m').optional(),
    failures: integer(1, 100).optional(),
  }),
  slowStart: duration('0ms', '1h').optional(),
  breaker: switchable({
    share: share().optional(),
    requests: integer(1, 100_000).optional(),
    window: duration('1s', '10m').optional(),
    pause: duration('10ms', '1h').optional(),
    longest: duration('10ms', '1h').optional(),
  }),
  connections: integer(1, 10_000).optional(),
  deduplicate: z.boolean('must be true or false').optional(),
});

/** The section `subgraphs` of the gateway's file: `all` for every subgraph, and each by its name beside it. */
export const subgraphsSection = z.record(z.string(), given, 'must be a mapping (name: value)');
export type SubgraphsSection = z.infer<typeof subgraphsSection>;

const defaults: TrafficSettings = {
  dns: { every: 10_000, addresses: 'auto' },
  timeout: { connect: 2_000, query: 40_000, mutation: 90_000 },
  retries: { most: 2, budget: 0.2, perSecond: 10, pause: 25 },
  ejection: {
    failures: 5,
    share: 0.5,
    requests: 20,
    window: 10_000,
    first: 1_000,
    longest: 60_000,
    panic: 0.5,
  },
  health: 'off',
  slowStart: 10_000,
  breaker: { share: 0.5, requests: 50, window: 10_000, pause: 500, longest: 5_000 },
  connections: 64,
  deduplicate: true,
};
/** What `health: {}` stands for; without a path `{ __typename }` is asked. */
const healthDefaults = { every: 5_000, within: 2_000, failures: 2 };

/** The settings of one subgraph: its own, else those for all, else the defaults, name by name. */
export function trafficSettings(name: string, file: SubgraphsSection = {}): TrafficSettings {
  const layers = [file.all ?? {}, name === 'all' ? {} : (file[name] ?? {})];
  let settings = defaults;
  for (const layer of layers) {
    settings = {
      ...settings,
      ...present({ ...layer, dns: undefined, timeout: undefined, retries: undefined }),
      dns: over(settings.dns, layer.dns, defaults.dns),
      timeout: { ...settings.timeout, ...present(layer.timeout ?? {}) },
      retries: over(settings.retries, layer.retries, defaults.retries),
      ejection: over(settings.ejection, layer.ejection, defaults.ejection),
      health: over(settings.health, layer.health, healthDefaults),
      breaker: over(settings.breaker, layer.breaker, defaults.breaker),
    };
  }
  return settings;
}

type Group<T> = Exclude<T, 'off'>;

/** `layer` over `below`; what is switched on again where it was off starts from `fallback`. */
function over<T extends object | 'off'>(
  below: T,
  layer: Partial<Group<T>> | 'off' | undefined,
  fallback: T,
): T {
  if (layer === undefined) return below;
  if (layer === 'off') return layer as T;
  return { ...((below === 'off' ? fallback : below) as object), ...present(layer) } as T;
}

function present<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
