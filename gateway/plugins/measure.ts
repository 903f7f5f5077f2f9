import type { ApolloServerPlugin } from '@apollo/server';
import { type GatewayMetrics, outcomeOf } from '../metrics.ts';

/** Counts and times each query and mutation, whichever way it came. */
export function measureOperations(metrics: GatewayMetrics): ApolloServerPlugin {
  return {
    async requestDidStart() {
      const started = performance.now();
      return {
        async willSendResponse({ operation, errors }) {
          const seconds = (performance.now() - started) / 1000;
          metrics.operation(operation?.operation ?? 'unknown', outcomeOf(errors), seconds);
        },
      };
    },
  };
}
