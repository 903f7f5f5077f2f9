import { forOperators } from '../../../lib/operators.ts';
import type { MutationResolvers } from '../../../schema/generated/ops.ts';
import { createAlertRule, deleteAlertRule } from '../alerts/rules.ts';

export const Mutation: MutationResolvers = forOperators({
  createAlertRule: async (_root, { input }, { db }) => ({ rule: await createAlertRule(db, input) }),

  async deleteAlertRule(_root, { input }, { db }) {
    await deleteAlertRule(db, input.id);
    return { id: input.id };
  },
});
