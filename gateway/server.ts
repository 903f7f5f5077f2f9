import type { RequestListener } from 'node:http';
import type { ServiceMap } from '@apollo/gateway';
import type { Logger } from 'pino';
import { gatewayKeys } from '../lib/gateway-token.ts';
import { listen } from '../lib/http.ts';
import { logger } from '../lib/log.ts';
import type { Service } from '../lib/service.ts';
import { isLoopback } from '../lib/setting-kinds.ts';
import { ownSubgraphs, subgraphTypeDefs } from '../lib/supergraph.ts';
import type { AskOps } from './access/api-keys.ts';
import { startAccess } from './access/start.ts';
import { auditRecorder } from './audit/recorder.ts';
import { composedSupergraph } from './composition/composed.ts';
import { publishedSupergraph } from './composition/published.ts';
import type { SupergraphSource } from './composition/supergraph-source.ts';
import type { GatewayConfig } from './config.ts';
import { graphiqlFiles } from './graphiql/serve.ts';
import { limitConnections } from './http/connections.ts';
import { graphqlOverEvents } from './http/event-stream.ts';
import { gate } from './http/gate.ts';
import { graphqlOverHttp } from './http/graphql.ts';
import { systemHealth } from './http/health.ts';
import { fromProxy } from './http/network.ts';
import { registration } from './http/registration.ts';
import { openStreams } from './http/result-stream.ts';
import { router } from './http/router.ts';
import { graphqlOverOneEventStream } from './http/single-event-stream.ts';
import { graphqlOverWebSocket } from './http/websocket/serve.ts';
import { gatewayMetrics } from './metrics.ts';
import { loadPlugins } from './plugins/user/load.ts';
import { runPlugins } from './plugins/user/run.ts';
import { protection } from './protection.ts';
import { readiness } from './readiness.ts';
import { DEFAULT_WITHIN_MS, shutDown } from './shutdown.ts';
import { registrations } from './upstream/instances/registrations.ts';
import { upstreams } from './upstream/upstreams.ts';
import { variantChooser } from './variants/choice.ts';
import { startGraphs } from './variants/graphs.ts';

/**
 * Serves the supergraph at /graphql over HTTP, WebSocket and server-sent events, with GraphiQL for browsers, /health and
 * /metrics.
 * @throws Error where the port or a name of a user's subgraph is taken, others could reach it without a key, or there is no supergraph
 */
export async function startGateway(config: GatewayConfig): Promise<Service> {
  const { apiKey } = config;
  if (apiKey === undefined && config.file?.access?.jwt === undefined && !isLoopback(config.host)) {
    throw new Error(
      `The gateway does not listen on ${config.host}, which others can reach, without an API key: set KITEGRAPH_API_KEY, or access.jwt in the file of KITEGRAPH_GATEWAY_CONFIG. (Keys in the database do not count: the gateway starts without asking for them.)`,
    );
  }
  const keys = config.gatewaySecrets?.length ? gatewayKeys(config.gatewaySecrets) : undefined;
  const log = logger('gateway');
  const metrics = gatewayMetrics();
  const supergraphs = supergraphsOf(config.graph, log);
  const services = 'services' in config.graph ? config.graph.services : {};
  await using started = new AsyncDisposableStack();
  const guards = started.use(protection(config, { log, metrics }));
  const { limits } = guards;
  const announced = started.use(registrations());
  const plugins = runPlugins(config.pluginsFolder ? await loadPlugins(config.pluginsFolder) : [], log);
  const subgraphs = started.use(
    upstreams({
      plugins,
      own: Object.keys(services),
      apiKey,
      keys,
      headerRules: config.file?.headers,
      traffic: config.file?.subgraphs,
      registrations: announced,
      metrics,
      log,
      waitingEvents: limits.waitingEvents,
    }),
  );
  // The keys and the audit log are in the database, which the ops service has.
  const askOps: AskOps | undefined =
    'services' in config.graph ? (query, variables) => subgraphs.call('ops', query, variables) : undefined;
  const access = started.use(await startAccess(config, { keys, log, askOps }));
  const audit = started.use(auditRecorder(askOps, log));
  const graph = started.use(
    await startGraphs({
      supergraphs,
      variants: config.file?.variants,
      subgraphs,
      protection: guards,
      metrics,
      log,
      access: access.fields,
      audit,
      plugins,
      slowMs: config.slowOperationMs,
    }),
  );
  for (const name of unknownNames(config.file?.subgraphs, graph.sources())) {
    log.warn(
      { subgraph: name },
      'the gateway’s file has settings for a subgraph that the graph does not have',
    );
  }
  const ready = started.use(readiness(() => needed(graph.sources(), config.graph), log));
  const files = graphiqlFiles(config.graphiqlDir);
  const entrance = gate(access.authenticate, guards.cors);
  const streams = openStreams();
  const choose = variantChooser(config.file?.variants);
  const chosen =
    (handle: RequestListener): RequestListener =>
    (request, response) => {
      choose(request, response);
      handle(request, response);
    };
  const http = started.use(
    await listen(
      chosen(
        router({
          gate: entrance,
          protection: guards,
          graphql: graphqlOverHttp(graph.operations, limits, streams),
          events: graphqlOverEvents(graph.operations, limits, streams),
          singleStream: graphqlOverOneEventStream({
            operations: graph.operations,
            limits,
            rightsOf: subgraphs.rights,
            open: streams,
          }),
          page: files.page,
          asset: files.asset,
          health: systemHealth({ services, standings: supergraphs.standings, instances: subgraphs.health }),
          registration: config.registrationKey ? registration(announced, config.registrationKey) : undefined,
          ready: ready.state,
          usage: graph.usage,
          jwks: keys?.jwks,
          registry: metrics.registry,
          log,
        }),
      ),
      {
        host: config.host,
        port: config.port,
        drainMs: config.file?.shutdown?.within ?? DEFAULT_WITHIN_MS,
        slow: limits,
      },
    ),
  );
  limitConnections(http.server, limits.connectionsPerAddress, fromProxy(guards.network));
  http.server.prependListener('upgrade', (request) => choose(request));
  const sockets = started.use(
    graphqlOverWebSocket({
      server: http.server,
      gate: entrance,
      protection: guards,
      operations: graph.operations,
      log,
    }),
  );
  if (access.authenticate.open) {
    log.warn(
      { url: http.url },
      'open to everybody on this machine: no key and no token is asked for. Set KITEGRAPH_API_KEY to ask for one',
    );
  }
  const keep = started.move();
  const ending = {
    notReady: ready.end,
    farewell: http.farewell,
    endSubscriptions() {
      streams.restart();
      return sockets.restart(config.file?.shutdown?.within ?? DEFAULT_WITHIN_MS);
    },
    close: () => keep.disposeAsync(),
  };
  return {
    url: http.url,
    [Symbol.asyncDispose]: () => shutDown(ending, config.file?.shutdown ?? {}),
  };
}

/** The subgraphs without which a start is not done: the user's own are joined to the product's when they appear. */
function needed(sources: ServiceMap, graph: GatewayConfig['graph']): ServiceMap {
  if ('supergraph' in graph) return sources;
  const own = Object.entries(sources).filter(([name]) => name in graph.services);
  return Object.fromEntries(own);
}

/** Most often mistyped; or of a subgraph that is still away. */
function unknownNames(settings: object = {}, sources: object): string[] {
  return Object.keys(settings).filter((name) => name !== 'all' && !(name in sources));
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
