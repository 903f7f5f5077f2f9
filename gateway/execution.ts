import type { ApolloGateway } from '@apollo/gateway';
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError, Kind } from 'graphql';
import type { Logger } from 'pino';
import type { Audit } from './audit/mutations.ts';
import type { DocumentReader, OperationRequest, ReadOperation } from './documents/read.ts';
import { statusIn } from './errors.ts';
import { type GatewayMetrics, outcomeOf } from './metrics.ts';
import { type FormatError, presentResult } from './plugins/mask.ts';

/** What is used of @apollo/gateway, and may be wrapped by what mends it. */
export type Gateway = Pick<ApolloGateway, 'load' | 'onSchemaLoadOrUpdate' | 'stop'>;
export type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
/** An operation as the executor takes it. */
export type Executable = Parameters<Executor>[0];

export interface Executed {
  /** Fit for a client's eyes. */
  body: FormattedExecutionResult;
  /** What HTTP is to say, where an error tells it. */
  status: number | undefined;
}

/** Executes queries and mutations that have been read. */
export interface Execution extends AsyncDisposable {
  /** Never throws. */
  execute(request: OperationRequest, read: ReadOperation): Promise<Executed>;
}

/** Loads the gateway and executes by it; each operation is counted, timed, and told to the audit log. */
export async function execution(options: {
  gateway: Gateway;
  reader: DocumentReader;
  present: FormatError;
  metrics: GatewayMetrics;
  log: Logger;
  /** @default nobody is told */
  audit?: Audit | undefined;
}): Promise<Execution> {
  const { gateway, reader, present, metrics, log, audit } = options;
  // What is around it learns of schemas by being asked for them.
  const forget = gateway.onSchemaLoadOrUpdate(() => undefined);
  const { executor } = await gateway.load({ apollo: {} });
  if (!executor) throw new Error('the gateway executes nothing');

  async function resultOf({ variables, operationName, context }: OperationRequest, read: ReadOperation) {
    const { query, schema, document, operation, hash } = read;
    const executable = {
      request: { query, variables, ...(operationName !== undefined && { operationName }) },
      schema,
      document,
      operation,
      operationName: operation.name?.value ?? null,
      queryHash: hash,
      context,
      logger: log,
      metrics: {},
    };
    try {
      return (await (executor as Executor)(executable as unknown as Executable)) as ExecutionResult;
    } catch (error) {
      return { errors: [thrown(error)] };
    }
  }

  return {
    async execute(request, before) {
      const started = performance.now();
      // What was validated against a schema that has been replaced is read anew.
      const read = reader.isNewest(before) ? before : reader.prepare({ ...request, query: before.query });
      const result: ExecutionResult = read.errors ? read : await resultOf(request, read);
      const errors = result.errors?.map(ofVariable);
      const body = presentResult({ ...result, ...(errors && { errors }) }, present);
      metrics.operation(before.kind, outcomeOf(errors), (performance.now() - started) / 1000);
      if (!read.errors) audit?.(request, read, body);
      return { body, status: statusIn(errors) };
    },
    async [Symbol.asyncDispose]() {
      forget();
      await gateway.stop();
    },
  };
}

/** What the executor throws, in place of an answer. */
function thrown(error: unknown): GraphQLError {
  const { message, ...rest } =
    error instanceof GraphQLError
      ? error
      : { message: (error as Error)?.message ?? String(error), originalError: error as Error };
  const { extensions } = rest as GraphQLError;
  return new GraphQLError(message, { ...rest, extensions: { http: { status: 500 }, ...extensions } });
}

/** A value that a variable cannot have is the client's mistake. */
function ofVariable(error: GraphQLError): GraphQLError {
  const { message, nodes, extensions } = error;
  if (extensions.code || nodes?.[0]?.kind !== Kind.VARIABLE_DEFINITION) return error;
  return new GraphQLError(message, { ...error, extensions: { ...extensions, code: 'BAD_USER_INPUT' } });
}
