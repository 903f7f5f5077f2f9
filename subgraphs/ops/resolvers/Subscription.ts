import { userError } from '../../../lib/errors.ts';
import type { AlertEvent, SubscriptionResolvers } from '../../../schema/generated/ops.ts';
import { alertEvents } from '../alerts/events.ts';

export const Subscription: SubscriptionResolvers = {
  alerts: {
    subscribe(_root, { after, minSeverity }, { db }) {
      if (typeof after === 'number' && after < 0) {
        throw userError.badInput('after', 'a sequence number is 0 or more.');
      }
      return alertEvents(db, { after, minSeverity });
    },
    resolve: (event: AlertEvent) => event,
  },
};
