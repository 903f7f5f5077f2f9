import { userError } from '../../../lib/errors.ts';
import { forOperators } from '../../../lib/operators.ts';
import type { AlertEvent, SubscriptionResolvers } from '../../../schema/generated/ops.ts';
import { alertEvents } from '../alerts/events.ts';

export const Subscription: SubscriptionResolvers = forOperators({
  alerts: {
    subscribe(_root, { after, minSeverity }, { db }) {
      if (typeof after === 'number' && after < 0) {
        throw userError.badInput('after', 'a sequence number is 0 or more.');
      }
      return alertEvents(db, { after, minSeverity });
    },
    resolve: (event: AlertEvent) => event,
  },
});
