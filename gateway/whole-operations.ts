import type {
  ApolloGateway,
  GraphQLDataSource,
  GraphQLDataSourceProcessOptions,
  ServiceMap,
} from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isEnumType,
  isNullableType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type OwnSubgraph, ownSubgraphs, subgraphTypeDefs } from '../lib/supergraph.ts';
import type { RequestContext } from './request-context.ts';

/** The enumeration's value, which @apollo/gateway does not export. */
const INCOMING_OPERATION = 'incoming operation' as GraphQLDataSourceProcessOptions['kind'] &
  'incoming operation';

/** What Apollo Server needs of a gateway. */
type Gateway = Pick<ApolloGateway, 'load' | 'onSchemaLoadOrUpdate' | 'stop'>;

type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type Operation = Parameters<Executor>[0];

/** An operation that one subgraph answers. */
interface Whole {
  schema: GraphQLSchema;
  source: GraphQLDataSource;
  plan: QueryPlan;
  query: string;
  /** The answer where the subgraph has none. */
  nothing: Record<string, null>;
}

/**
 * Queries that one of the product's own subgraphs answers by itself go there as they are. Their plan is one request for the same
 * fields, and around it the executor builds the operation anew, and checks and copies each field of the answer: for a search that took
 * as long as resolving its fields.
 */
export interface WholeOperations {
  /** Is told of each plan, before it is executed. */
  planned(plan: { queryPlan: QueryPlan; serviceMap: ServiceMap; requestContext: Operation }): void;
  /** The gateway, with such queries taken past its executor once their plan is known. */
  past(gateway: Gateway): Gateway;
}

/**
 * @param own names of the product's own subgraphs, of which the schema is known
 * @param tell is told of the plan of each operation, also where it is not gone by
 */
export function wholeOperations(
  own: readonly string[],
  tell: (plan: QueryPlan, context: RequestContext) => void,
): WholeOperations {
  // The server keeps the documents of its newest schema, so what is known of them goes with them.
  const known = new WeakMap<DocumentNode, Whole>();

  async function execute(whole: Whole, context: Operation, executor: Executor): ReturnType<Executor> {
    tell(whole.plan, context.context as RequestContext);
    const answer = await whole.source.process({
      kind: INCOMING_OPERATION,
      // The document may be less than the client sent: what it may not see is taken out.
      request: { ...context.request, query: whole.query },
      incomingRequestContext: context,
      context: context.context,
      document: context.document,
    });
    const { errors } = answer;
    if (!errors) return { data: answer.data };
    // Variables that cannot be are said at no place, before anything is executed: the gateway says it in its own way.
    const refused = answer.data === undefined && errors.every(({ path }) => path === undefined);
    if (refused) return executor(context);
    return { data: answer.data === undefined ? whole.nothing : answer.data, errors: errors.map(asError) };
  }

  return {
    planned({ queryPlan, serviceMap, requestContext: { document, schema, context } }) {
      tell(queryPlan, context as RequestContext);
      if (!document || known.has(document)) return;
      const name = answering(queryPlan, own);
      const source = name && serviceMap[name];
      if (!source || !isTheSameThere(document, schema, name)) return;
      const [plan, query, nothing] = [queryPlan, print(document), nothingOf(document)];
      known.set(document, { schema, source, plan, query, nothing });
    },
    past(gateway) {
      return {
        onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
        stop: () => gateway.stop(),
        async load(options) {
          const { executor, ...loaded } = await gateway.load(options);
          return {
            ...loaded,
            executor(context) {
              const whole = context.document && known.get(context.document);
              const runs = whole && whole.schema === context.schema && context.operation;
              return runs ? execute(whole, context, executor) : executor(context);
            },
          };
        },
      };
    },
  };
}

/** The subgraph of the product that the plan asks, where it asks nobody else. */
function answering({ node }: QueryPlan, own: readonly string[]): OwnSubgraph | undefined {
  if (node?.kind !== 'Fetch' || node.requires?.length) return undefined;
  if (node.inputRewrites?.length || node.outputRewrites?.length || node.contextRewrites?.length)
    return undefined;
  return ownSubgraphs.find((name) => name === node.serviceName && own.includes(name));
}

const schemas = new Map<OwnSubgraph, GraphQLSchema>();

function schemaOf(name: OwnSubgraph): GraphQLSchema {
  const known = schemas.get(name) ?? buildSubgraphSchema(subgraphTypeDefs(name));
  schemas.set(name, known);
  return known;
}

/**
 * Whether a document means the same in the schema of a subgraph: it is one query, for which each root field may be null; it asks for
 * nothing about the schema itself; it tells types apart by their own names only, as what implements an interface may differ; and
 * it can be given no value of an enumeration that its own schema does not have.
 */
function isTheSameThere(document: DocumentNode, schema: GraphQLSchema, name: OwnSubgraph): boolean {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  let same = operations.length === 1;
  const there = schemaOf(name);
  const types = new TypeInfo(schema);
  const condition = (type: NamedTypeNode | undefined) => {
    if (type && !isObjectType(schema.getType(type.name.value))) same = false;
  };
  const visitor: ASTVisitor = {
    [Kind.OPERATION_DEFINITION]({ operation, selectionSet }: OperationDefinitionNode) {
      if (operation !== OperationTypeNode.QUERY) same = false;
      for (const selection of selectionSet.selections) {
        const field =
          selection.kind === Kind.FIELD && schema.getQueryType()?.getFields()[selection.name.value];
        if (!field || !isNullableType(field.type)) same = false;
      }
    },
    [Kind.FIELD]() {
      const type = getNamedType(types.getType());
      if (isAbstractType(type) || (isEnumType(type) && !hasAllValues(type, there.getType(type.name))))
        same = false;
    },
    [Kind.INLINE_FRAGMENT]: ({ typeCondition }: InlineFragmentNode) => condition(typeCondition),
    [Kind.FRAGMENT_DEFINITION]: ({ typeCondition }: FragmentDefinitionNode) => condition(typeCondition),
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return same && validate(there, document).length === 0;
}

function hasAllValues(type: GraphQLEnumType, other: GraphQLNamedType | undefined): boolean {
  return isEnumType(other) && other.getValues().every(({ name }) => type.getValue(name) !== undefined);
}

function nothingOf(document: DocumentNode): Record<string, null> {
  const nothing: Record<string, null> = {};
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const selection of definition.selectionSet.selections) {
      if (selection.kind === Kind.FIELD) nothing[(selection.alias ?? selection.name).value] = null;
    }
  }
  return nothing;
}

/** A subgraph's error, as the executor would hand it on. */
function asError({ message, path, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, { path, extensions });
}
