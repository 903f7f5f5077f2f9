import type { SearchParts } from '../search/search.ts';

/** For searches that nobody asked for just now: they keep nothing, and count for nothing in the statistics. */
export const unkept: Pick<SearchParts, 'answers' | 'snapshots' | 'statistics'> = {
  answers: { getOrLoad: async (_key, load) => ({ value: await load(), level: 'NONE' }) },
  snapshots: { get: async () => undefined, set: async () => undefined },
  statistics: { add: () => undefined },
};
