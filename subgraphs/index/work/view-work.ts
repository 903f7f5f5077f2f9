import { viewJobs } from '../jobs/view-job.ts';
import { optimizeView } from '../maintenance/optimize.ts';
import { verifyView } from '../maintenance/verify.ts';
import type { View } from '../views/view.ts';
import type { WorkParts } from './parts.ts';

/**
 * Works on the jobs that are about a view as a whole: one step of each, so that documents never wait for them for long.
 * @returns milliseconds until the next step; undefined where there is none
 */
export async function workOnView(
  parts: WorkParts,
  view: View,
  enough: () => boolean,
): Promise<number | undefined> {
  let next: number | undefined;
  for (const job of await viewJobs(parts.db, view.id)) {
    if (enough()) return next;
    if (job.kind === 'OPTIMIZE') await optimizeView(parts, view, job);
    if (job.kind === 'VERIFY') {
      const pause = await verifyView(parts, view, job);
      if (pause !== undefined) next = Math.min(next ?? pause, pause);
    }
  }
  return next;
}
