import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationTypeNode,
  type ParseOptions,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../request-context.ts';

/** Longer texts carry their data in them and are seldom sent twice. */
const LONGEST_KEPT = 20_000;

export interface OperationRequest {
  context: RequestContext;
  query: string;
  operationName?: string | undefined;
  variables: Record<string, unknown>;
}

export type PreparedOperation =
  | { schema: GraphQLSchema; document: DocumentNode; kind: OperationTypeNode; errors?: undefined }
  | { errors: readonly GraphQLError[] };

/**
 * Parses and validates operations that do not come through Apollo Server's HTTP pipeline, by the same rules. Keeps what
 * it has seen, so that a thousand subscribers of one operation cost one parse, one validation and one plan.
 */
export function operationReader(options: {
  schema: () => GraphQLSchema;
  rules: readonly ValidationRule[];
  parseOptions: ParseOptions;
}): (request: OperationRequest) => PreparedOperation {
  const seen = new LRUCache<string, { schema: GraphQLSchema; read: DocumentNode | readonly GraphQLError[] }>({
    max: 500,
  });
  const rules = [...specifiedRules, ...options.rules];

  function read(query: string, schema: GraphQLSchema): DocumentNode | readonly GraphQLError[] {
    let document: DocumentNode;
    try {
      document = parse(query, options.parseOptions);
    } catch (error) {
      return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
    }
    try {
      const errors = validate(schema, document, rules);
      return errors.length === 0
        ? document
        : errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
    } catch (error) {
      // graphql 16 throws from a rule where a subscription's root field is under @skip(if: $variable).
      return [
        new GraphQLError((error as Error).message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
      ];
    }
  }

  return ({ query, operationName }) => {
    const schema = options.schema();
    let known = seen.get(query);
    if (known?.schema !== schema) {
      known = { schema, read: read(query, schema) };
      if (query.length <= LONGEST_KEPT) seen.set(query, known);
    }
    const document = known.read;
    if (!('kind' in document)) return { errors: document };
    const operation = getOperationAST(document, operationName);
    if (operation) return { schema, document, kind: operation.operation };
    const message = operationName
      ? `The document has no operation named "${operationName}".`
      : 'Say which operation of the document to run, by "operationName".';
    return { errors: [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })] };
  };
}

function coded(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    ...error,
    extensions: { ...error.extensions, code: error.extensions.code ?? code },
  });
}
