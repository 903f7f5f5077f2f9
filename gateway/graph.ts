import { ApolloGateway, type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type GraphQLSchema, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Logger } from 'pino';
import { whileGood } from './access/end.ts';
import { type AccessOptions, access } from './access/enforce.ts';
import { admission } from './admission/admission.ts';
import { withAnswerCache } from './answer-cache/cached.ts';
import { auditMutations } from './audit/plugin.ts';
import type { AuditRecorder } from './audit/recorder.ts';
import { demandControl } from './cost/demand.ts';
import { documentReader } from './documents/read.ts';
import type { GatewayMetrics } from './metrics.ts';
import { type Operations, operations } from './operations.ts';
import { answers } from './planning/answers.ts';
import { corrections } from './planning/corrections.ts';
import { entityPlaces } from './planning/entity-places.ts';
import { planStore } from './planning/store.ts';
import { exactNumbers } from './plugins/exact-numbers.ts';
import { noted, withJournal } from './plugins/journal.ts';
import { limitRules } from './plugins/limits.ts';
import { presentErrors, presentResult } from './plugins/mask.ts';
import { measureOperations } from './plugins/measure.ts';
import { withPlugins } from './plugins/user/operations.ts';
import type { Plugins } from './plugins/user/run.ts';
import type { Protection } from './protection.ts';
import type { RequestContext } from './request-context.ts';
import { federatedSubscriptions } from './subscriptions/federated.ts';
import { planningOf, supergraphOf } from './subscriptions/planning.ts';
import type { Upstreams } from './upstream/upstreams.ts';
import { wholeOperations } from './whole-operations.ts';

/** One supergraph that answers operations, on whatever transport they come. */
export interface Graph extends AsyncDisposable {
  /** Runs operations of any kind. */
  operations: Operations;
  /** As clients see it. */
  schema(): GraphQLSchema;
  /** The supergraph that is served. */
  supergraphSdl(): string;
  /** Serves another one from now on. @throws Error where it is of no use: the one before goes on */
  update(supergraphSdl: string): void;
  /** The subgraphs of the newest supergraph, by name. */
  sources(): ServiceMap;
}

// @apollo/gateway reports its use to its makers, and looks the machine's cloud up for that, unless it is told not to.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

/** Plans and executes the operations of a supergraph over `subgraphs`. */
export async function startGraph(options: {
  supergraphSdl: string;
  subgraphs: Upstreams;
  protection: Protection;
  metrics: GatewayMetrics;
  plugins: Plugins;
  /** From how many milliseconds on an operation is logged. @default none is */
  slowMs?: number | undefined;
  log: Logger;
  access?: AccessOptions;
  /** Is told what operators do. @default nobody */
  audit?: AuditRecorder;
}): Promise<Graph> {
  const { subgraphs, protection, metrics, log } = options;
  const { limits, exposure } = protection;
  const correct = corrections(log);
  const placed = entityPlaces();
  const source = (from: GraphQLDataSource) => placed(correct.source(from));
  const whole = wholeOperations(subgraphs.own, (queryPlan, { journal }) => {
    if (journal) journal.plan = queryPlan;
  });
  let served = options.supergraphSdl;
  let replace: (supergraphSdl: string) => void = () => {};
  const gateway = new ApolloGateway({
    async supergraphSdl(loading) {
      replace = loading.update;
      return { supergraphSdl: correct.supergraph(served) };
    },
    buildService: ({ name, url = '' }) => source(noted(subgraphs.source(name, url), name)),
    __exposeQueryPlanExperimental: false,
    validateSupergraph: true,
    // What is executed in this process need not be parsed for each request.
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true, cache: planStore() },
    experimental_didResolveQueryPlan: whole.planned,
    logger: log,
  });
  correct.plansOf(gateway);
  const answered = answers(whole.past(gateway), correct.fetches, () => schemaOf(gateway));
  const guard = access({
    gateway: answered.gateway,
    schema: () => schemaOf(gateway),
    log,
    ...options.access,
  });
  const present = presentErrors(log, exposure);
  const rules = [
    ...limitRules(limits),
    exactNumbers,
    ...(exposure.introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
  const parseOptions = { maxTokens: limits.tokens };
  const reader = documentReader({ schema: () => schemaOf(gateway), rules, parseOptions, exposure });
  const demandOf = demandControl(protection.cost, () => supergraphOf(gateway));
  const apollo = new ApolloServer<RequestContext>({
    gateway: guard.gateway,
    introspection: exposure.introspection,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: present,
    documentStore: reader.store,
    hideSchemaDetailsFromClientErrors: !exposure.suggestions,
    validationRules: rules,
    parseOptions,
    logger: log,
    plugins: [
      measureOperations(metrics),
      ...(options.audit ? [auditMutations(options.audit, guard.demands)] : []),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apollo.start();
  // What plugins make of fetches may depend on anything that a client sends.
  const fetchesAsPlanned = !options.plugins.beforeFetch && !options.plugins.afterFetch;
  const plain = operations({
    apollo,
    admission: admission({ protection, reader, demandOf }),
    limits,
    subscribe: whileGood(
      guard.subscribe(
        answered.subscribe(
          federatedSubscriptions({
            gateway,
            openStream: subgraphs.open,
            eventSource: source,
            joinsForAll: fetchesAsPlanned,
            rightsOf: subgraphs.rights,
            present: (result) => presentResult(result, present),
            waitingEvents: limits.waitingEvents,
            resumeMs: limits.resumeTime,
            metrics,
            log,
          }),
        ),
      ),
    ),
    present,
    metrics,
  });
  const kept = fetchesAsPlanned
    ? withAnswerCache(plain, {
        store: protection.answers,
        supergraphSdl: () => served,
        schema: () => supergraphOf(gateway),
        rightsOf: subgraphs.rights,
        metrics,
      })
    : plain;
  return {
    operations: withPlugins(withJournal(kept, options.slowMs, log), options.plugins, present),
    sources: () => planningOf(gateway).sources,
    schema: () => schemaOf(gateway),
    supergraphSdl: () => served,
    update(newer) {
      try {
        replace(correct.supergraph(newer));
        served = newer;
      } catch (error) {
        // It may have got half of the way.
        replace(correct.supergraph(served));
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => apollo.stop(),
  };
}

function schemaOf(gateway: ApolloGateway) {
  if (!gateway.schema) throw new Error('the gateway has no schema yet');
  return gateway.schema;
}
