import type { SubscriptionResolvers } from '../../../schema/generated/query.ts';
import type { LiveUpdate } from '../live/live.ts';

export const Subscription: SubscriptionResolvers = {
  searchUpdates: {
    subscribe: (_subscription, { input, first }, { live, caller }) => live.follow({ input, first, caller }),
    resolve: (update: LiveUpdate) => update,
  },
};
