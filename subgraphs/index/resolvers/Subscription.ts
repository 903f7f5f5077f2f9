import { forUnlimited } from '../../../lib/operators.ts';
import type { SubscriptionResolvers } from '../../../schema/generated/index.ts';
import { indexActivity } from '../subscriptions/activity.ts';
import { type JobEvent, jobProgress } from '../subscriptions/progress.ts';

export const Subscription: SubscriptionResolvers = forUnlimited({
  indexJobProgress: {
    subscribe: (_subscription, { id, after }, { db, scope }) => jobProgress(db, id, after, scope.caller),
    resolve: (event: JobEvent) => event,
  },
  indexActivity: {
    subscribe: (_subscription, { collection, after }, { db, scope }) =>
      indexActivity(db, collection, after, scope.caller),
    resolve: (event: JobEvent) => event,
  },
} satisfies SubscriptionResolvers);
