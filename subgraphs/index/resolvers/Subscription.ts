import type { SubscriptionResolvers } from '../../../schema/generated/index.ts';
import { indexActivity } from '../subscriptions/activity.ts';
import { type JobEvent, jobProgress } from '../subscriptions/progress.ts';

export const Subscription: SubscriptionResolvers = {
  indexJobProgress: {
    subscribe: (_subscription, { id, after }, { db }) => jobProgress(db, id, after),
    resolve: (event: JobEvent) => event,
  },
  indexActivity: {
    subscribe: (_subscription, { collection, after }, { db }) => indexActivity(db, collection, after),
    resolve: (event: JobEvent) => event,
  },
};
