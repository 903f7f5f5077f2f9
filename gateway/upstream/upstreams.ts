import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from 'pino';
import { headersOf } from '../../lib/caller.ts';
import type { GatewayKeys } from '../../lib/gateway-token.ts';
import { openIdentity } from '../access/identity.ts';
import { gatewayError } from '../errors.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Plugins } from '../plugins/user/run.ts';
import { withFetchPlugins } from '../plugins/user/source.ts';
import { type RequestContext, requestContext } from '../request-context.ts';
import type { Subgraph } from './errors.ts';
import {
  type EventSource,
  eventSource,
  type SubgraphStream,
  type SubscriptionRequest,
} from './event-source.ts';
import type { HeaderRules } from './header-rules.ts';
import { type SubgraphHeaders, subgraphHeaders } from './headers.ts';
import { type SubgraphAnswer, subgraphHttp, type Writes } from './http.ts';
import { discovery } from './instances/discovery.ts';
import type { InstanceHealth } from './instances/instance.ts';
import { type Instances, instances } from './instances/instances.ts';
import { httpProbe } from './instances/probing.ts';
import type { Registrations } from './instances/registrations.ts';
import type { Names } from './instances/resolve.ts';
import { type SubgraphsSection, trafficSettings } from './settings.ts';
import { subgraphSource } from './source.ts';

/** Where nobody answers: for a supergraph that gives a subgraph no address. */
const NOWHERE = 'http://nowhere.invalid/';

/** The connections to all subgraphs. */
export interface Upstreams extends AsyncDisposable {
  /** Names of the product's own subgraphs. */
  readonly own: readonly string[];
  /** Where a subgraph's queries and mutations go. Asked anew when its address changes. */
  source(name: string, url: string): GraphQLDataSource;
  /** An operation of the gateway's own for a subgraph that `source` was asked for. */
  call(name: string, query: string, variables: Record<string, unknown>): Promise<SubgraphAnswer>;
  /** A subscription of a subgraph that `source` was asked for. */
  open(name: string, request: SubscriptionRequest): SubgraphStream;
  /**
   * The same text for requests to which every subgraph must give the same answer to the same operation: they may be asked once for
   * all of them.
   */
  rights(context: RequestContext): string;
  /** How the instances of each subgraph are. */
  health(): Record<string, InstanceHealth[]>;
}

export interface UpstreamsOptions {
  /** Names of the product's own subgraphs. */
  own: readonly string[];
  apiKey?: string | undefined;
  /** What the gateway proves itself by. @default none: requests are not signed */
  keys?: GatewayKeys | undefined;
  /** @default none */
  headerRules?: HeaderRules | undefined;
  /** How requests go to each subgraph. @default the defaults of every setting */
  traffic?: SubgraphsSection | undefined;
  /** @default none */
  plugins?: Plugins | undefined;
  /** Instances that announce themselves. @default none can */
  registrations?: Registrations | undefined;
  /** What answers for host names. @default the system */
  names?: Names | undefined;
  waitingEvents: number;
  metrics: GatewayMetrics;
  log: Logger;
}

interface Upstream extends AsyncDisposable {
  source: GraphQLDataSource;
  events: EventSource;
  headers: SubgraphHeaders;
  instances: Instances;
}

export function upstreams(options: UpstreamsOptions): Upstreams {
  const known = new Map<string, Upstream & { url: string }>();
  const replaced: Upstream[] = [];
  const writes: Writes = { count: 0 };

  return {
    own: options.own,
    source(name, url) {
      const subgraph: Subgraph = {
        name,
        url: URL.canParse(url) ? url : NOWHERE,
        own: options.own.includes(name),
      };
      const before = known.get(name);
      // Each variant of the graph asks for it.
      if (before?.url === url) return before.source;
      // What is under way there goes on; it is closed with the gateway.
      if (before) replaced.push(before);
      const now = upstream(subgraph, options, writes);
      const source = withFetchPlugins(now.source, name, options.plugins ?? {});
      known.set(name, { ...now, source, url });
      return source;
    },
    async call(name, query, variables) {
      const upstream = known.get(name);
      if (!upstream) throw gatewayError.subgraphUnavailable(name);
      const asked = { request: { query, variables }, context: requestContext(openIdentity, {}) };
      return (await upstream.source.process(asked as never)) as SubgraphAnswer;
    },
    open(name, request) {
      const to = known.get(name);
      if (!to) throw gatewayError.subgraphUnavailable(name);
      return to.events.open(request);
    },
    health: () => Object.fromEntries([...known].map(([name, { instances }]) => [name, instances.health()])),
    rights(context) {
      const propagated = [...known].map(([name, { headers }]) => [name, headers.propagated(context)]);
      return JSON.stringify([headersOf(context.caller), propagated]);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...known.values(), ...replaced].map((one) => one[Symbol.asyncDispose]()));
    },
  };
}

/** The connections to one subgraph. */
function upstream(subgraph: Subgraph, options: UpstreamsOptions, writes: Writes): Upstream {
  const { apiKey, headerRules, log } = options;
  const metrics = options.metrics.traffic;
  const settings = trafficSettings(subgraph.name, options.traffic);
  const headers = subgraphHeaders({ subgraph, apiKey, keys: options.keys, rules: headerRules });
  const probe = httpProbe(settings, headers.connection);
  const found = discovery({ ...options, subgraph: subgraph.name, url: subgraph.url, settings });
  const all = instances({ subgraph: subgraph.name, settings, discovery: found, probe, metrics, log });
  const http = subgraphHttp({
    subgraph: subgraph.name,
    settings,
    headers,
    instances: all,
    probe,
    writes,
    metrics,
  });
  const events = eventSource({ ...options, subgraph, headers, instances: all });
  return {
    source: subgraphSource({ ...options, subgraph, http, traffic: settings, writes }),
    events,
    headers,
    instances: all,
    async [Symbol.asyncDispose]() {
      http[Symbol.dispose]();
      await Promise.all([events, all].map((part) => part[Symbol.asyncDispose]()));
    },
  };
}
