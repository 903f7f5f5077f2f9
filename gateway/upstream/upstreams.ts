import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from 'pino';
import { ownSubgraphs } from '../../lib/supergraph.ts';
import { gatewayError } from '../errors.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Subgraph } from './errors.ts';
import { type EventSource, eventSource, type SubscriptionRequest } from './event-source.ts';
import type { HeaderRules } from './header-rules.ts';
import { subgraphHeaders } from './headers.ts';
import { type SubgraphsSection, trafficSettings } from './settings.ts';
import { type SubgraphSource, subgraphSource } from './source.ts';

/** The connections to all subgraphs. */
export interface Upstreams extends AsyncDisposable {
  /** Where a subgraph's queries and mutations go. Asked anew when its address changes. */
  source(name: string, url: string): GraphQLDataSource;
  /** A subscription of a subgraph that `source` was asked for. */
  open(name: string, request: SubscriptionRequest): ReturnType<EventSource['open']>;
}

export function upstreams(options: {
  apiKey?: string | undefined;
  /** @default none */
  headerRules?: HeaderRules | undefined;
  /** How requests go to each subgraph. @default the defaults of every setting */
  traffic?: SubgraphsSection | undefined;
  waitingEvents: number;
  metrics: GatewayMetrics;
  log: Logger;
}): Upstreams {
  const known = new Map<string, { queries: SubgraphSource; events: EventSource }>();
  const replaced: { queries: SubgraphSource; events: EventSource }[] = [];

  return {
    source(name, url) {
      const own = (ownSubgraphs as readonly string[]).includes(name);
      const subgraph: Subgraph = { name, url, own };
      const before = known.get(name);
      // What is under way there goes on; it is closed with the gateway.
      if (before) replaced.push(before);
      const headers = subgraphHeaders({ subgraph, apiKey: options.apiKey, rules: options.headerRules });
      const traffic = trafficSettings(name, options.traffic);
      const queries = subgraphSource({ ...options, subgraph, headers, traffic });
      known.set(name, { queries, events: eventSource({ ...options, subgraph, headers }) });
      return queries;
    },
    open(name, request) {
      const upstream = known.get(name);
      if (!upstream) throw gatewayError.subgraphUnavailable(name);
      return upstream.events.open(request);
    },
    async [Symbol.asyncDispose]() {
      const all = [...known.values(), ...replaced];
      await Promise.all(
        all.flatMap(({ queries, events }) => [queries, events]).map((part) => part[Symbol.asyncDispose]()),
      );
    },
  };
}
