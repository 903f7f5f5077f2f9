import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Caller } from '../lib/caller.ts';
import { listen } from '../lib/http.ts';
import { stringifyJson64 } from '../lib/json64.ts';
import { logger } from '../lib/log.ts';
import type { Service } from '../lib/service.ts';
import { isLoopback } from '../lib/setting-kinds.ts';
import { ownSubgraphs, subgraphTypeDefs } from '../lib/supergraph.ts';
import { supergraphSource } from './composition/supergraph-source.ts';
import type { GatewayConfig } from './config.ts';
import { graphiqlFiles } from './graphiql/serve.ts';
import { graphqlOverEvents } from './http/event-stream.ts';
import { gate } from './http/gate.ts';
import { graphqlOverHttp } from './http/graphql.ts';
import { systemHealth } from './http/health.ts';
import { router } from './http/router.ts';
import { graphqlOverWebSocket } from './http/websocket.ts';
import { defaultLimits } from './limits.ts';
import { gatewayMetrics } from './metrics.ts';
import { operations } from './operations.ts';
import { exactIntegers } from './plugins/exact-integers.ts';
import { limitRules } from './plugins/limits.ts';
import { presentErrors } from './plugins/mask.ts';
import { measureOperations } from './plugins/measure.ts';
import { subscriptionsNeedStreams } from './plugins/subscriptions-need-streams.ts';
import { operationReader } from './subscriptions/documents.ts';
import { federatedSubscriptions } from './subscriptions/federated.ts';
import { upstreams } from './upstream/upstreams.ts';

/**
 * Serves the supergraph at /graphql over HTTP, WebSocket and server-sent events, with GraphiQL for browsers, /health and
 * /metrics.
 * @throws Error where the port or a name of a user's subgraph is taken, or others could reach it without a key
 */
export async function startGateway(config: GatewayConfig): Promise<Service> {
  const { apiKey, services } = config;
  if (apiKey === undefined && !isLoopback(config.host)) {
    throw new Error(
      `The gateway does not listen on ${config.host}, which others can reach, without an API key.`,
    );
  }
  const log = logger('gateway');
  const metrics = gatewayMetrics();
  const limits = defaultLimits;
  const supergraphs = supergraphSource({
    own: ownSubgraphs.map((name) => ({
      name,
      url: `${services[name]}/graphql`,
      typeDefs: subgraphTypeDefs(name),
    })),
    subgraphs: config.subgraphs,
    everyMs: config.pollSubgraphsMs ?? 3_000,
    log,
  });
  const subgraphs = upstreams({ apiKey, metrics, log, waitingEvents: limits.waitingEvents });

  const gateway = new ApolloGateway({
    async supergraphSdl({ update }) {
      const supergraphSdl = await supergraphs.first();
      const watch = supergraphs.watch(update);
      return { supergraphSdl, cleanup: async () => watch[Symbol.asyncDispose]() };
    },
    buildService: ({ name, url = '' }) => subgraphs.source(name, url),
    __exposeQueryPlanExperimental: false,
    // What is executed in this process need not be parsed for each request.
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    logger: log,
  });
  const present = presentErrors(log);
  const rules = [...limitRules(limits), exactIntegers];
  const parseOptions = { maxTokens: limits.tokens };
  const apollo = new ApolloServer<Caller>({
    gateway,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: present,
    stringifyResult: stringifyJson64,
    validationRules: rules,
    parseOptions,
    logger: log,
    plugins: [
      measureOperations(metrics),
      subscriptionsNeedStreams,
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apollo.start();

  const running = operations({
    apollo,
    prepare: operationReader({ schema: () => schemaOf(gateway), rules, parseOptions }),
    subscribe: federatedSubscriptions(gateway, subgraphs.open, log),
    present,
    metrics,
  });
  const files = graphiqlFiles(config.graphiqlDir);
  const entrance = gate({ apiKey, tenants: config.tenantKeys ?? [], scoped: config.scopedKeys ?? [] });
  const http = await listen(
    router({
      gate: entrance,
      graphql: graphqlOverHttp(apollo, limits.requestBytes),
      events: graphqlOverEvents(running, limits.requestBytes),
      page: files.page,
      asset: files.asset,
      health: systemHealth({ services, standings: supergraphs.standings }),
      registry: metrics.registry,
      log,
    }),
    { host: config.host, port: config.port },
  ).catch(async (error) => {
    await apollo.stop();
    throw error;
  });
  const sockets = graphqlOverWebSocket({ server: http.server, gate: entrance, limits, operations: running });

  return {
    url: http.url,
    async [Symbol.asyncDispose]() {
      await sockets[Symbol.asyncDispose]();
      await http[Symbol.asyncDispose]();
      await apollo.stop();
      await subgraphs[Symbol.asyncDispose]();
    },
  };
}

function schemaOf(gateway: ApolloGateway) {
  if (!gateway.schema) throw new Error('the gateway has no schema yet');
  return gateway.schema;
}
