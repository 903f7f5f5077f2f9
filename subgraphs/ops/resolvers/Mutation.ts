import { forOperators } from '../../../lib/operators.ts';
import type { MutationResolvers } from '../../../schema/generated/ops.ts';
import { createAlertRule, deleteAlertRule } from '../alerts/rules.ts';
import { insertEntries } from '../audit/store.ts';
import { createApiKey, revokeApiKey, rotateApiKey } from '../keys/keys.ts';

export const Mutation: MutationResolvers = forOperators({
  createAlertRule: async (_root, { input }, { db }) => ({ rule: await createAlertRule(db, input) }),

  async deleteAlertRule(_root, { input }, { db }) {
    await deleteAlertRule(db, input.id);
    return { id: input.id };
  },

  createApiKey: (_root, { input }, { db }) => createApiKey(db, input),
  rotateApiKey: (_root, { input }, { db }) => rotateApiKey(db, input),
  revokeApiKey: async (_root, { input }, { db }) => ({ apiKey: await revokeApiKey(db, input.id) }),

  recordAudit: (_root, { entries }, { db }) => insertEntries(db, entries),
});
