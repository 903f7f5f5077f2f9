import type { FormattedExecutionResult } from 'graphql';
import { tracedNow } from '../../lib/tracing/tracing.ts';
import type { Demand, DemandOf } from '../cost/demand.ts';
import type { FoundDocument } from '../documents/find.ts';
import type { DocumentReader, OperationRequest, PreparedOperation } from '../documents/read.ts';
import { nullInVariables } from '../documents/wrong-variables.ts';
import type { Protection } from '../protection.ts';
import type { RequestContext } from '../request-context.ts';
import { clientOf } from './client.ts';
import type { Priority } from './turns.ts';

/** The header by which a client asks what its operation costs; the scope `ops` is needed. */
const COST_HEADER = 'x-kitegraph-cost';

type Ready = Extract<PreparedOperation, { errors?: undefined }>;

/** What an operation passes on its way in and out, on every transport. */
export interface Admission {
  /** Finds its document, counts it, reads it and reckons its cost. Never throws: what is refused has errors. */
  prepare(request: OperationRequest): Promise<PreparedOperation>;
  /**
   * Runs it when its turn comes.
   * @throws GraphQLError OVERLOADED
   */
  inTurn<T>(prepared: Ready, context: RequestContext, run: () => Promise<T>): Promise<T>;
  /** Settles what its answer cost, and tells it where that was asked for. */
  settle(
    prepared: Ready,
    context: RequestContext,
    answer: FormattedExecutionResult,
  ): FormattedExecutionResult;
}

export function admission(options: {
  protection: Pick<Protection, 'findDocument' | 'rates' | 'turns'>;
  reader: DocumentReader;
  demandOf: DemandOf;
}): Admission {
  const { reader, demandOf } = options;
  const { findDocument, rates, turns } = options.protection;

  async function prepare(request: OperationRequest): Promise<PreparedOperation> {
    const { context, operationName } = request;
    const found = await findDocument(request);
    const measured = { context, operation: nameOf(found, operationName) };
    await rates.take('operations', 1, measured);
    if (found.errors) return found;
    const { query } = found;
    const read = tracedNow('parse and validate', () => reader.prepare({ query, operationName }));
    if (read.errors) return read;
    found.remember?.();
    const nulls = nullInVariables(read, request);
    if (nulls.length > 0) return { errors: nulls };
    const demand = demandOf({ document: read.document, operationName }, request.variables);
    if (demand?.refusal) return { errors: [demand.refusal] };
    if (demand) await rates.take('cost', demand.estimated, measured);
    return { ...read, query, measured, ...(demand && { demand }) };
  }

  return {
    prepare: (request) => prepare(request).catch((error) => ({ errors: [error] })),
    async inTurn(prepared, context, run) {
      const release = await turns.enter(clientOf(context), priorityOf(prepared.kind, context), context);
      try {
        return await run();
      } finally {
        release();
      }
    },
    settle({ demand, measured }, context, answer) {
      const asked = asksForCost(context);
      if (!demand || !(asked || rates.countCost)) return answer;
      const actual = demand.actual(answer.data);
      const unused = demand.estimated - actual;
      if (unused > 0) void rates.give(unused, measured).catch(() => undefined);
      return asked ? withCost(answer, demand, actual) : answer;
    },
  };
}

/** What stands for an operation in limits: its name, or the beginning of its document. */
function nameOf(found: FoundDocument, operationName: string | undefined): string {
  if (operationName !== undefined) return operationName.slice(0, 100);
  return found.errors ? '' : found.query.slice(0, 100);
}

/** Operators' mutations go first; a client may put its own work last, by `Priority: u=5` and beyond (RFC 9218). */
function priorityOf(kind: Ready['kind'], { identity, headers }: RequestContext): Priority {
  if (
    kind === 'mutation' &&
    (identity.by === 'OPERATOR' || identity.scopes.has('admin')) &&
    identity.by !== 'OPEN'
  )
    return 'OPERATOR';
  return /(^|[,\s])u=[567]\b/.test(String(headers.priority ?? '')) ? 'BULK' : 'INTERACTIVE';
}

function asksForCost({ headers, identity }: RequestContext): boolean {
  return headers[COST_HEADER] !== undefined && identity.scopes.has('ops');
}

function withCost(answer: FormattedExecutionResult, { estimated }: Demand, actual: number) {
  return { ...answer, extensions: { ...answer.extensions, cost: { estimated, actual } } };
}
