import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from 'pino';
import { headersOf } from '../../lib/caller.ts';
import { gatewayError } from '../errors.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { RequestContext } from '../request-context.ts';
import type { Subgraph } from './errors.ts';
import {
  type EventSource,
  eventSource,
  type SubgraphStream,
  type SubscriptionRequest,
} from './event-source.ts';
import type { HeaderRules } from './header-rules.ts';
import { type SubgraphHeaders, subgraphHeaders } from './headers.ts';
import { type SubgraphsSection, trafficSettings } from './settings.ts';
import { type SubgraphSource, subgraphSource } from './source.ts';

/** Where nobody answers: for a supergraph that gives a subgraph no address. */
const NOWHERE = 'http://nowhere.invalid/';

/** The connections to all subgraphs. */
export interface Upstreams extends AsyncDisposable {
  /** Where a subgraph's queries and mutations go. Asked anew when its address changes. */
  source(name: string, url: string): GraphQLDataSource;
  /** A subscription of a subgraph that `source` was asked for. */
  open(name: string, request: SubscriptionRequest): SubgraphStream;
  /**
   * The same text for requests to which every subgraph must give the same answer to the same operation: they may be asked once for
   * all of them.
   */
  rights(context: RequestContext): string;
}

interface Upstream {
  queries: SubgraphSource;
  events: EventSource;
  headers: SubgraphHeaders;
}

export function upstreams(options: {
  /** Names of the product's own subgraphs. */
  own: readonly string[];
  apiKey?: string | undefined;
  /** @default none */
  headerRules?: HeaderRules | undefined;
  /** How requests go to each subgraph. @default the defaults of every setting */
  traffic?: SubgraphsSection | undefined;
  waitingEvents: number;
  metrics: GatewayMetrics;
  log: Logger;
}): Upstreams {
  const known = new Map<string, Upstream>();
  const replaced: Upstream[] = [];

  return {
    source(name, url) {
      const subgraph: Subgraph = {
        name,
        url: URL.canParse(url) ? url : NOWHERE,
        own: options.own.includes(name),
      };
      const before = known.get(name);
      // What is under way there goes on; it is closed with the gateway.
      if (before) replaced.push(before);
      const headers = subgraphHeaders({ subgraph, apiKey: options.apiKey, rules: options.headerRules });
      const traffic = trafficSettings(name, options.traffic);
      const queries = subgraphSource({ ...options, subgraph, headers, traffic });
      known.set(name, { queries, events: eventSource({ ...options, subgraph, headers }), headers });
      return queries;
    },
    open(name, request) {
      const upstream = known.get(name);
      if (!upstream) throw gatewayError.subgraphUnavailable(name);
      return upstream.events.open(request);
    },
    rights(context) {
      const propagated = [...known].map(([name, { headers }]) => [name, headers.propagated(context)]);
      return JSON.stringify([headersOf(context.caller), propagated]);
    },
    async [Symbol.asyncDispose]() {
      const all = [...known.values(), ...replaced];
      await Promise.all(
        all.flatMap(({ queries, events }) => [queries, events]).map((part) => part[Symbol.asyncDispose]()),
      );
    },
  };
}
