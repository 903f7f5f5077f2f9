import type { AlertRuleResolvers } from '../../../schema/generated/ops.ts';

export const AlertRule: AlertRuleResolvers = {
  __resolveReference: async ({ id }, { ruleById }) => (await ruleById.load(id)) ?? null,
};
