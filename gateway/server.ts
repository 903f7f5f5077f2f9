import type { Logger } from 'pino';
import { listen } from '../lib/http.ts';
import { logger } from '../lib/log.ts';
import type { Service } from '../lib/service.ts';
import { isLoopback } from '../lib/setting-kinds.ts';
import { ownSubgraphs, subgraphTypeDefs } from '../lib/supergraph.ts';
import { startAccess } from './access/start.ts';
import { composedSupergraph } from './composition/composed.ts';
import { publishedSupergraph } from './composition/published.ts';
import type { SupergraphSource } from './composition/supergraph-source.ts';
import type { GatewayConfig } from './config.ts';
import { startGraph } from './graph.ts';
import { graphiqlFiles } from './graphiql/serve.ts';
import { graphqlOverEvents } from './http/event-stream.ts';
import { gate } from './http/gate.ts';
import { graphqlOverHttp } from './http/graphql.ts';
import { systemHealth } from './http/health.ts';
import { router } from './http/router.ts';
import { graphqlOverWebSocket } from './http/websocket.ts';
import { defaultLimits } from './limits.ts';
import { gatewayMetrics } from './metrics.ts';
import { upstreams } from './upstream/upstreams.ts';

/**
 * Serves the supergraph at /graphql over HTTP, WebSocket and server-sent events, with GraphiQL for browsers, /health and
 * /metrics.
 * @throws Error where the port or a name of a user's subgraph is taken, others could reach it without a key, or there is no supergraph
 */
export async function startGateway(config: GatewayConfig): Promise<Service> {
  const { apiKey } = config;
  if (apiKey === undefined && !isLoopback(config.host)) {
    throw new Error(
      `The gateway does not listen on ${config.host}, which others can reach, without an API key.`,
    );
  }
  const log = logger('gateway');
  const metrics = gatewayMetrics();
  const limits = defaultLimits;
  const supergraphs = supergraphsOf(config.graph, log);
  const services = 'services' in config.graph ? config.graph.services : {};
  await using started = new AsyncDisposableStack();
  const subgraphs = started.use(
    upstreams({
      own: Object.keys(services),
      apiKey,
      headerRules: config.file?.headers,
      traffic: config.file?.subgraphs,
      metrics,
      log,
      waitingEvents: limits.waitingEvents,
    }),
  );
  const access = await startAccess(config);
  const graph = started.use(
    await startGraph({ supergraphs, subgraphs, limits, metrics, log, access: access.fields }),
  );
  const files = graphiqlFiles(config.graphiqlDir);
  const entrance = gate(access.authenticate);
  const http = started.use(
    await listen(
      router({
        gate: entrance,
        graphql: graphqlOverHttp(graph.operations, limits.requestBytes),
        events: graphqlOverEvents(graph.operations, limits.requestBytes),
        page: files.page,
        asset: files.asset,
        health: systemHealth({ services, standings: supergraphs.standings }),
        registry: metrics.registry,
        log,
      }),
      { host: config.host, port: config.port },
    ),
  );
  started.use(
    graphqlOverWebSocket({ server: http.server, gate: entrance, limits, operations: graph.operations }),
  );
  const keep = started.move();
  return { url: http.url, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}

function supergraphsOf(graph: GatewayConfig['graph'], log: Logger): SupergraphSource {
  if ('supergraph' in graph) return publishedSupergraph({ ...graph, log });
  const { services, subgraphs, pollSubgraphsMs = 3_000 } = graph;
  return composedSupergraph({
    own: ownSubgraphs.map((name) => ({
      name,
      url: `${services[name]}/graphql`,
      typeDefs: subgraphTypeDefs(name),
    })),
    subgraphs,
    everyMs: pollSubgraphsMs,
    log,
  });
}
