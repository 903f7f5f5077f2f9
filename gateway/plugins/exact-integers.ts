import { GraphQLError, getNamedType, type ValidationRule } from 'graphql';

/** What stands for any digits, and what is a rounded number anyway. */
const takesAnyInteger = new Set(['ID', 'Float']);

/**
 * Refuses an integer beyond 2^53 that is written into the document where it would have to stay exact: the planner reads
 * literals as doubles, and would hand a rounded one to the subgraph without a word. Variables and texts stay exact.
 */
export const exactIntegers: ValidationRule = (context) => ({
  IntValue(node) {
    const type = context.getInputType();
    if (Number.isSafeInteger(Number(node.value)) || (type && takesAnyInteger.has(getNamedType(type).name)))
      return;
    context.reportError(
      new GraphQLError(
        `${node.value} cannot be written into the document exactly. Pass it in a variable, or as a text: "${node.value}".`,
        { nodes: node },
      ),
    );
  },
});
