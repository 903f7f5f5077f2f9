import type { ApolloServerPlugin } from '@apollo/server';
import { gatewayError } from '../errors.ts';

/** Tells a client that sends a subscription as a plain request how to ask for it. */
export const subscriptionsNeedStreams: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation === 'subscription') throw gatewayError.subscriptionNeedsStream();
      },
    };
  },
};
