import type { Operation, Schema } from '@apollo/federation-internals';
import type { ApolloGateway, ServiceMap } from '@apollo/gateway';
import type { QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';

/** What the gateway plans and executes with, at one moment: a reload replaces all of it together. */
export interface Planning {
  schema: GraphQLSchema;
  apiSchema: Schema;
  supergraphSchema: GraphQLSchema;
  queryPlanner: QueryPlanner;
  sources: ServiceMap;
}

/** Makes a plan, or says why there is none. */
export type Plan = (operation: Operation) => QueryPlan;

/**
 * Has every plan that the gateway makes from now on made through `through`, which is called for each planner that a
 * supergraph brings with it.
 */
export function planThrough(gateway: ApolloGateway, through: (plan: Plan) => Plan): void {
  let planner: QueryPlanner | undefined;
  Object.defineProperty(gateway, 'queryPlanner', {
    get: () => planner,
    set(next: QueryPlanner) {
      const plan = next.buildQueryPlan.bind(next);
      let options: Parameters<QueryPlanner['buildQueryPlan']>[1];
      const corrected = through((operation) => plan(operation, options));
      next.buildQueryPlan = (operation, given) => {
        options = given;
        return corrected(operation);
      };
      planner = next;
    },
  });
}

/**
 * Reads the gateway's planner, schemas and data sources. They are private fields of @apollo/gateway, whose version is
 * pinned for this; this is the only place that knows of them.
 * @throws Error where a version has moved them
 */
export function planningOf(gateway: ApolloGateway): Planning {
  const { schema, apiSchema, supergraphSchema, queryPlanner, serviceMap } = gateway as unknown as Planning & {
    serviceMap: Record<string, { dataSource: ServiceMap[string] }>;
  };
  if (!schema || !apiSchema || !supergraphSchema || !queryPlanner?.buildQueryPlan || !serviceMap) {
    throw new Error('This version of @apollo/gateway keeps its planner elsewhere.');
  }
  const sources = Object.fromEntries(
    Object.entries(serviceMap).map(([name, { dataSource }]) => [name, dataSource]),
  );
  return { schema, apiSchema, supergraphSchema, queryPlanner, sources };
}

/** The supergraph that the gateway plans with now, with all directives of its subgraphs. */
export function supergraphOf(gateway: ApolloGateway): GraphQLSchema {
  return (gateway as unknown as Planning).supergraphSchema;
}
