import { type DocumentNode, type GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import { z } from 'zod';
import { integer, section } from '../configuration/kinds.ts';
import { gatewayError } from '../errors.ts';
import { type CostedOperation, compileCost, type Variables } from './compile.ts';
import { type CostDirectives, costDirectives } from './directives.ts';
import { actualCost, estimatedCost, unsized } from './reckon.ts';

/** The section `cost` of the gateway's file: what an operation may cost, by `@cost` and `@listSize`. */
export const costSection = z.literal('off').or(
  section({
    /** What one operation may be reckoned to cost. @default 100,000 */
    most: integer(1, 1_000_000_000_000).optional(),
    /** How many are taken to be in a list of which nothing is said. @default 10 */
    listSize: integer(0, 1_000_000).optional(),
  }),
);

const DEFAULTS = { most: 100_000, listSize: 10 };

/** What an operation costs, before and after. */
export interface Demand {
  estimated: number;
  actual(data: Readonly<Record<string, unknown>> | null | undefined): number;
  /** Why it is not run; undefined: it is. */
  refusal?: GraphQLError | undefined;
}

export type DemandOf = (
  operation: { document: DocumentNode; operationName?: string | undefined },
  variables: Variables,
) => Demand | undefined;

/** @param supergraph the newest, with its directives */
export function demandControl(
  given: z.infer<typeof costSection> | undefined,
  supergraph: () => GraphQLSchema,
): DemandOf {
  if (given === 'off') return () => undefined;
  const { most = DEFAULTS.most, listSize = DEFAULTS.listSize } = given ?? {};
  let known: { supergraph: GraphQLSchema; directives: CostDirectives } | undefined;
  let compiled = new WeakMap<DocumentNode, Map<string, CostedOperation>>();

  function costed(document: DocumentNode, operationName: string | undefined): CostedOperation | undefined {
    const newest = supergraph();
    if (known?.supergraph !== newest) {
      known = { supergraph: newest, directives: costDirectives(newest) };
      compiled = new WeakMap();
    }
    const byName = compiled.get(document) ?? new Map<string, CostedOperation>();
    compiled.set(document, byName);
    const before = byName.get(operationName ?? '');
    if (before) return before;
    const operation = getOperationAST(document, operationName);
    if (!operation) return undefined;
    const { directives } = known;
    const now = compileCost({ supergraph: newest, directives, document, operation });
    byName.set(operationName ?? '', now);
    return now;
  }

  return ({ document, operationName }, variables) => {
    const operation = costed(document, operationName);
    if (!operation) return undefined;
    const estimated = Math.ceil(estimatedCost(operation, variables, listSize));
    const refusal = refusalOf(operation, variables, estimated);
    return {
      estimated,
      actual: (data) => Math.ceil(actualCost(operation, variables, data)),
      ...(refusal && { refusal }),
    };
  };

  function refusalOf(operation: CostedOperation, variables: Variables, estimated: number) {
    const without = unsized(operation, variables);
    if (without) return gatewayError.listSize(without.field, without.names, without.given(variables));
    return estimated > most ? gatewayError.costTooHigh(estimated, most) : undefined;
  }
}
