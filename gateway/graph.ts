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
import { type AccessOptions, access } from './access/enforce.ts';
import type { SupergraphSource } from './composition/supergraph-source.ts';
import { documentReader } from './documents/read.ts';
import type { Limits } from './limits.ts';
import type { GatewayMetrics } from './metrics.ts';
import { type Operations, operations } from './operations.ts';
import { exactIntegers } from './plugins/exact-integers.ts';
import { limitRules } from './plugins/limits.ts';
import { presentErrors, presentResult } from './plugins/mask.ts';
import { measureOperations } from './plugins/measure.ts';
import type { RequestContext } from './request-context.ts';
import { federatedSubscriptions } from './subscriptions/federated.ts';
import type { Upstreams } from './upstream/upstreams.ts';
import { wholeOperations } from './whole-operations.ts';

/** One supergraph that answers operations, on whatever transport they come. */
export interface Graph extends AsyncDisposable {
  /** Runs operations of any kind. */
  operations: Operations;
}

/** Plans and executes the operations of the newest supergraph of `supergraphs` over `subgraphs`. */
export async function startGraph(options: {
  supergraphs: SupergraphSource;
  subgraphs: Upstreams;
  limits: Limits;
  metrics: GatewayMetrics;
  log: Logger;
  access?: AccessOptions;
}): Promise<Graph> {
  const { supergraphs, subgraphs, limits, metrics, log } = options;
  const whole = wholeOperations();
  const gateway = new ApolloGateway({
    async supergraphSdl({ update }) {
      const supergraphSdl = await supergraphs.first();
      metrics.supergraph('served');
      const watch = supergraphs.watch((newer) => {
        try {
          update(newer);
          metrics.supergraph('served');
        } catch (error) {
          metrics.supergraph('refused');
          throw error;
        }
      });
      return { supergraphSdl, cleanup: async () => watch[Symbol.asyncDispose]() };
    },
    buildService: ({ name, url = '' }) => subgraphs.source(name, url),
    __exposeQueryPlanExperimental: false,
    // What is executed in this process need not be parsed for each request.
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    experimental_didResolveQueryPlan: whole.planned,
    logger: log,
  });
  const guard = access({
    gateway: whole.past(gateway),
    schema: () => schemaOf(gateway),
    log,
    ...options.access,
  });
  const present = presentErrors(log);
  const rules = [...limitRules(limits), exactIntegers];
  const parseOptions = { maxTokens: limits.tokens };
  const reader = documentReader({ schema: () => schemaOf(gateway), rules, parseOptions });
  const apollo = new ApolloServer<RequestContext>({
    gateway: guard.gateway,
    introspection: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: present,
    documentStore: reader.store,
    validationRules: rules,
    parseOptions,
    logger: log,
    plugins: [
      measureOperations(metrics),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apollo.start();
  return {
    operations: operations({
      apollo,
      reader,
      subscribe: guard.subscribe(
        federatedSubscriptions({
          gateway,
          openStream: subgraphs.open,
          rightsOf: subgraphs.rights,
          present: (result) => presentResult(result, present),
          waitingEvents: limits.waitingEvents,
          resumeMs: limits.resumeMs,
          metrics,
          log,
        }),
      ),
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
