import type { Operation } from '@apollo/federation-internals';
import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { gatewayError } from '../errors.ts';
import { planThrough } from '../subscriptions/planning.ts';
import { correctFetch, mapFetches } from './fetches.ts';
import { type Renaming, renamingSource } from './renaming.ts';
import { leftOut } from './root-fields.ts';
import { type PlannableSupergraph, plannable } from './supergraph.ts';

/** Mends what the planner of @apollo/gateway is known to do wrongly: in the supergraph that it gets, and in its plans. */
export interface Corrections {
  /** What the gateway is to be given for this supergraph. @throws GraphQLError where it is no GraphQL */
  supergraph(supergraphSdl: string): string;
  source(source: GraphQLDataSource): GraphQLDataSource;
  /** Corrects every plan that the gateway makes from now on. */
  plansOf(gateway: ApolloGateway): void;
  /** Whether plans fetch a field of this name for themselves, in the newest supergraph. */
  fetches(name: string): boolean;
}

export function corrections(log: Logger): Corrections {
  const renaming: Renaming = new WeakMap();
  /** The supergraph that was handed out last: the next planner is made of it. */
  let handed: PlannableSupergraph | undefined;
  let newest: PlannableSupergraph | undefined;

  function planned(plan: (operation: Operation) => QueryPlan, operation: Operation): QueryPlan {
    try {
      return plan(operation);
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      log.error({ err: error }, 'the planner failed');
      throw gatewayError.cannotPlan(
        'the planner finds no way through the subgraphs. The log has its reason.',
      );
    }
  }

  return {
    supergraph(supergraphSdl) {
      handed = plannable(supergraphSdl);
      return handed.sdl;
    },
    source: (source) => renamingSource(source, renaming),
    plansOf(gateway) {
      planThrough(gateway, (plan) => {
        const supergraph = handed;
        if (!supergraph) throw new Error('the gateway has a planner without a supergraph');
        newest = supergraph;
        return (operation) => {
          const made = planned(plan, operation);
          const [missing] = leftOut(operation, made);
          if (missing !== undefined) {
            throw gatewayError.cannotPlan(`no subgraph can give what it asks of "${missing}".`);
          }
          return mapFetches(made, (fetch) => correctFetch(fetch, supergraph.required, renaming));
        };
      });
    },
    fetches: (name) => newest?.fetched.has(name) ?? false,
  };
}
