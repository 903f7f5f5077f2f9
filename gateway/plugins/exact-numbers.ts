import {
  type FloatValueNode,
  GraphQLError,
  getNamedType,
  type IntValueNode,
  type ValidationRule,
} from 'graphql';

const BEYOND = 'is beyond what a number can be, which is about ±1.8e308. Write a smaller one.';

/**
 * Refuses numbers that the document says and the planner would not keep, which reads literals as doubles: one beyond all of these, on
 * which it fails, and an integer beyond 2^53 where it would have to stay exact, of which a rounded one would be handed to the subgraph
 * without a word. Variables and texts stay exact.
 */
export const exactNumbers: ValidationRule = (context) => {
  const refuse = (node: IntValueNode | FloatValueNode, why: string) =>
    context.reportError(new GraphQLError(`${node.value} ${why}`, { nodes: node }));
  const isBeyond = ({ value }: IntValueNode | FloatValueNode) => !Number.isFinite(Number(value));
  return {
    FloatValue(node) {
      if (isBeyond(node)) refuse(node, BEYOND);
    },
    IntValue(node) {
      const input = context.getInputType();
      const type = input && getNamedType(input).name;
      // An id is any digits.
      if (type === 'ID' || Number.isSafeInteger(Number(node.value))) return;
      if (type !== 'Float') {
        const how = `Pass it in a variable, or as a text: "${node.value}".`;
        refuse(node, `cannot be written into the document exactly. ${how}`);
      } else if (isBeyond(node)) refuse(node, BEYOND);
    },
  };
};
