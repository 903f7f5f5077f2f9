import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import { stringifyJson64 } from '../lib/json64.ts';
import type { SupergraphSource } from './composition/supergraph-source.ts';
import type { Limits } from './limits.ts';
import type { GatewayMetrics } from './metrics.ts';
import { type Operations, operations } from './operations.ts';
import { exactIntegers } from './plugins/exact-integers.ts';
import { limitRules } from './plugins/limits.ts';
import { presentErrors } from './plugins/mask.ts';
import { measureOperations } from './plugins/measure.ts';
import { subscriptionsNeedStreams } from './plugins/subscriptions-need-streams.ts';
import type { RequestContext } from './request-context.ts';
import { operationReader } from './subscriptions/documents.ts';
import { federatedSubscriptions } from './subscriptions/federated.ts';
import type { Upstreams } from './upstream/upstreams.ts';
import { wholeOperations } from './whole-operations.ts';

/** One supergraph that answers operations, on whatever transport they come. */
export interface Graph extends AsyncDisposable {
  /** Queries and mutations over HTTP. */
  apollo: ApolloServer<RequestContext>;
  /** Operations of any kind, for the transports that stream. */
  operations: Operations;
}

/** Plans and executes the operations of the newest supergraph of `supergraphs` over `subgraphs`. */
export async function startGraph(options: {
  supergraphs: SupergraphSource;
  subgraphs: Upstreams;
  limits: Limits;
  metrics: GatewayMetrics;
  log: Logger;
}): Promise<Graph> {
  const { supergraphs, subgraphs, limits, metrics, log } = options;
  const whole = wholeOperations();
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
    experimental_didResolveQueryPlan: whole.planned,
    logger: log,
  });
  const present = presentErrors(log);
  const rules = [...limitRules(limits), exactIntegers];
  const parseOptions = { maxTokens: limits.tokens };
  const apollo = new ApolloServer<RequestContext>({
    gateway: whole.past(gateway),
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
  return {
    apollo,
    operations: operations({
      apollo,
      prepare: operationReader({ schema: () => schemaOf(gateway), rules, parseOptions }),
      subscribe: federatedSubscriptions(gateway, subgraphs.open, log),
      present,
      metrics,
    }),
    [Symbol.asyncDispose]: () => apollo.stop(),
  };
}

function schemaOf(gateway: ApolloGateway) {
  if (!gateway.schema) throw new Error('the gateway has no schema yet');
  return gateway.schema;
}
