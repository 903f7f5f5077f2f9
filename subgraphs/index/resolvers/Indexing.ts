import type { Context } from '../context.ts';
import { indexingState } from '../work/pause.ts';

/** The indexing of the whole deployment, as it is now. */
export async function indexing({ db, limits }: Pick<Context, 'db' | 'limits'>) {
  const { pausedAt, working, pending, ...statistics } = await indexingState(db);
  return {
    paused: pausedAt !== null,
    pausedAt,
    working,
    pending,
    pendingLimit: limits.pendingDocuments,
    statistics,
  };
}
