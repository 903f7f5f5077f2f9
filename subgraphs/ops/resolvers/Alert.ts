import type { AlertResolvers } from '../../../schema/generated/ops.ts';

export const Alert: AlertResolvers = {
  __resolveReference: async ({ id }, { alertById }) => (await alertById.load(id)) ?? null,
};
