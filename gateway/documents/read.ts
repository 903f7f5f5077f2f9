import { createHash } from 'node:crypto';
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
import type { Measured } from '../admission/rates.ts';
import type { Demand } from '../cost/demand.ts';
import type { Exposure } from '../exposure.ts';
import type { RequestContext } from '../request-context.ts';
import { argumentsOf } from './places.ts';

/** Characters of documents that are kept: roughly a thirtieth of the bytes that they take once they are parsed. */
const KEPT_CHARACTERS = 2_000_000;

/** In place of what graphql says where it would have to compare too many fields with each other. */
const TOO_MANY_REPEATED =
  'This document has too many fields of the same name to be compared: leave out what is repeated.';

export interface OperationRequest {
  context: RequestContext;
  query?: string | undefined;
  /** The id of a trusted document, in place of `query`. */
  documentId?: string | undefined;
  operationName?: string | undefined;
  variables: Record<string, unknown>;
  extensions?: Record<string, unknown> | undefined;
}

export type PreparedOperation =
  | (ReadOperation & {
      query: string;
      measured: Measured;
      demand?: Demand;
      errors?: undefined;
    })
  | { errors: readonly GraphQLError[] };

export interface ReadOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  kind: OperationTypeNode;
}

export interface DocumentReader {
  prepare(request: {
    query: string;
    operationName?: string | undefined;
  }): (ReadOperation & { errors?: undefined }) | { errors: readonly GraphQLError[] };
  /** What has been read already: for Apollo Server, under the hash that it asks by. */
  store: {
    get(key: string): Promise<DocumentNode | undefined>;
    set(): Promise<void>;
    delete(): Promise<void>;
  };
}

interface Known {
  schema: GraphQLSchema;
  hash: string;
  read: DocumentNode | readonly GraphQLError[];
}

/**
 * Parses and validates documents, by the same rules whichever way they come. Keeps what it has seen, so that a thousand
 * subscribers of one operation cost one parse, one validation and one plan.
 */
export function documentReader(options: {
  schema: () => GraphQLSchema;
  rules: readonly ValidationRule[];
  parseOptions: ParseOptions;
  exposure: Exposure;
}): DocumentReader {
  const byHash = new Map<string, Known>();
  const seen = new LRUCache<string, Known>({
    max: 5_000,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_, text) => text.length + 100,
    dispose: (known) => byHash.get(known.hash) === known && byHash.delete(known.hash),
  });
  const rules = [...specifiedRules, ...options.rules];

  function read(query: string, schema: GraphQLSchema): DocumentNode | readonly GraphQLError[] {
    let document: DocumentNode;
    try {
      document = parse(query, options.parseOptions);
    } catch (error) {
      if (error instanceof GraphQLError) return [coded(error, 'GRAPHQL_PARSE_FAILED')];
      return [nestedTooDeeply()];
    }
    try {
      const errors = validate(schema, document, rules, { hideSuggestions: !options.exposure.suggestions });
      if (errors.length === 0) return document;
      const places = argumentsOf(schema, document, errors);
      return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED', places.get(error)));
    } catch (error) {
      if (error instanceof RangeError) return [nestedTooDeeply()];
      // graphql 16 throws from a rule where a subscription's root field is under @skip(if: $variable).
      return [
        new GraphQLError((error as Error).message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
      ];
    }
  }

  function known(query: string): Known {
    const schema = options.schema();
    const before = seen.get(query);
    if (before?.schema === schema) return before;
    const hash = createHash('sha256').update(query).digest('hex');
    const now = { schema, hash, read: read(query, schema) };
    seen.set(query, now);
    if (seen.has(query)) byHash.set(hash, now);
    return now;
  }

  return {
    prepare({ query, operationName }) {
      const { schema, read: document } = known(query);
      if (!('kind' in document)) return { errors: document };
      const operation = getOperationAST(document, operationName);
      if (operation) return { schema, document, kind: operation.operation };
      const message = operationName
        ? `The document has no operation named "${operationName}".`
        : 'Say which operation of the document to run, by "operationName".';
      return {
        errors: [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })],
      };
    },
    store: {
      async get(key) {
        const found = byHash.get(key.slice(key.lastIndexOf(':') + 1));
        // What was validated against a schema that has been replaced is read anew.
        return found?.schema === options.schema() && 'kind' in found.read ? found.read : undefined;
      },
      set: async () => undefined,
      delete: async () => undefined,
    },
  };
}

/** The parser calls itself for each level: that many end its stack. */
function nestedTooDeeply(): GraphQLError {
  return new GraphQLError('This document is nested too deeply.', {
    extensions: { code: 'GRAPHQL_PARSE_FAILED' },
  });
}

/** @param argument that it is about */
function coded(error: GraphQLError, code: string, argument?: string): GraphQLError {
  const message = error.message === 'Validation aborted.' ? TOO_MANY_REPEATED : error.message;
  const { nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    path,
    originalError,
    extensions: {
      ...error.extensions,
      code: error.extensions.code ?? code,
      ...(argument !== undefined && { argument }),
    },
  });
}
