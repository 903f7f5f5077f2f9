import type { QueryPlan } from '@apollo/query-planner';
import { LRUCache } from 'lru-cache';

/** By number too: small plans would otherwise be kept by the million. */
const MOST_PLANS = 10_000;
const MOST_CHARACTERS = 50 * 1024 * 1024;

/** The plans that the gateway keeps: those used last. It empties the store itself when the supergraph changes. */
export function planStore() {
  const plans = new LRUCache<string, QueryPlan>({
    max: MOST_PLANS,
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (plan) => JSON.stringify(plan).length,
  });
  return {
    get: async (key: string) => plans.get(key),
    async set(key: string, plan: QueryPlan) {
      plans.set(key, plan);
    },
    delete: async (key: string) => plans.delete(key),
    clear: () => plans.clear(),
  };
}
