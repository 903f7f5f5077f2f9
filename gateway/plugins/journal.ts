import { createHash } from 'node:crypto';
import type { GraphQLDataSource } from '@apollo/gateway';
import { type PlanNode, prettyFormatQueryPlan, type SubscriptionNode } from '@apollo/query-planner';
import type { FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { OperationRequest, PreparedOperation } from '../documents/read.ts';
import type { HttpAnswer, Operations } from '../operations.ts';
import type { Journal, RequestContext } from '../request-context.ts';

/** The header by which a client asks for the plan of its operation; the scope `ops` is needed. */
const PLAN_HEADER = 'x-kitegraph-plan';

/**
 * Operations that tell their plan in `extensions.plan` where that is asked for, and are logged where they took long: by their name and
 * their document's hash, never with values of variables.
 * @param slowMs from how many milliseconds on an operation is slow; undefined: none is
 */
export function withJournal(operations: Operations, slowMs: number | undefined, log: Logger): Operations {
  async function observed(
    { context, operationName }: OperationRequest,
    prepared: PreparedOperation,
    run: () => Promise<FormattedExecutionResult>,
  ): Promise<FormattedExecutionResult> {
    const asked = context.headers[PLAN_HEADER] !== undefined && context.identity.scopes.has('ops');
    if (prepared.errors || (!asked && slowMs === undefined)) return run();
    const journal: Journal = { fetches: [] };
    context.journal = journal;
    const started = performance.now();
    const body = await run();
    const milliseconds = rounded(performance.now() - started);
    if (slowMs !== undefined && milliseconds >= slowMs) {
      log.warn(
        {
          milliseconds,
          operation: operationName,
          document: createHash('sha256').update(prepared.query).digest('hex').slice(0, 16),
          kind: prepared.kind,
          client: context.identity.id,
          clientName: context.headers['apollographql-client-name'],
          plan: journal.plan && summary(journal.plan.node),
          fetches: journal.fetches,
          errors: body.errors?.map(({ extensions }) => extensions?.code),
        },
        'a slow operation',
      );
    }
    return asked ? withPlan(body, journal, milliseconds) : body;
  }

  return {
    ...operations,
    async answer(request, prepared, http) {
      let answered: HttpAnswer | undefined;
      const body = await observed(request, prepared, async () => {
        answered = await operations.answer(request, prepared, http);
        return answered.body;
      });
      return { headers: [], ...answered, body };
    },
    run(request, prepared, transport) {
      const run = () => operations.run(request, prepared, transport);
      if (!prepared.errors && prepared.kind === 'subscription') return run();
      return observed(request, prepared, run as () => Promise<FormattedExecutionResult>);
    },
  };
}

/** A subgraph whose requests are counted and written down where somebody wants to know. */
export function noted(source: GraphQLDataSource, subgraph: string): GraphQLDataSource {
  return {
    async process(asked) {
      const { journal, caching } = (asked.context ?? {}) as Partial<RequestContext>;
      if (caching) caching.fetches += 1;
      if (!journal) return source.process(asked);
      const started = performance.now();
      try {
        return await source.process(asked);
      } finally {
        journal.fetches.push({ subgraph, milliseconds: rounded(performance.now() - started) });
      }
    },
  };
}

function withPlan(body: FormattedExecutionResult, { plan, fetches }: Journal, milliseconds: number) {
  const text = plan ? prettyFormatQueryPlan(plan) : undefined;
  return { ...body, extensions: { ...body.extensions, plan: { text, milliseconds, fetches } } };
}

/** One line: `index > (query@collections.edges | ops)`. */
function summary(node: PlanNode | SubscriptionNode | undefined): string {
  switch (node?.kind) {
    case 'Fetch':
      return node.serviceName;
    case 'Flatten':
      return `${summary(node.node)}@${node.path.join('.')}`;
    case 'Sequence':
      return node.nodes.map(summary).join(' > ');
    case 'Parallel':
      return `(${node.nodes.map(summary).join(' | ')})`;
    case 'Condition':
      return `(${node.condition} ? ${summary(node.ifClause)} : ${summary(node.elseClause)})`;
    default:
      return 'nothing';
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
