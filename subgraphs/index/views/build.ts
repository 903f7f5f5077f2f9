import { advanceJob, viewJobs, waitJob } from '../jobs/view-job.ts';
import type { WorkParts } from '../work/parts.ts';
import { fillNext } from './fill.ts';
import { trySwitch } from './switch.ts';
import type { View } from './view.ts';

/** Documents behind which a view may be for the serving one to wait for it. */
export const CLOSE_BEHIND = 200;
const PAUSED_JOB = 'a paused job: it keeps documents back that searches find; resume or cancel it';

/**
 * Brings a view that is being built one step on: gives every document its work row, and lets it take over once all is in.
 * @returns `over` where there is no more to build: it serves, or its rebuild has ended or is paused
 */
export async function buildView({ db }: WorkParts, view: View): Promise<'over' | 'goes on'> {
  const job = (await viewJobs(db, view.id)).find(({ kind }) => kind === 'REBUILD');
  if (!job) return 'over';
  if (job.status === 'QUEUED') await db.transaction((tx) => advanceJob(tx, job.id, {}));
  while (!view.filled) view.filled = await fillNext(db, view, job.priority);
  const [row] = await db.query<{ pending: number }>(
    'select count(*) as pending from (select from view_work where view_id = $1 limit $2) as waiting',
    [view.id, CLOSE_BEHIND + 1],
  );
  if ((row?.pending ?? 0) > CLOSE_BEHIND) return 'goes on';
  const outcome = await trySwitch(db, view, { id: job.id, skipFailed: job.progress.skipFailed === true });
  if (outcome === 'SWITCHED') view.state = 'SERVING';
  if (outcome === 'HELD') await db.transaction((tx) => waitJob(tx, job.id, PAUSED_JOB));
  return outcome === 'BEHIND' || outcome === 'HELD' ? 'goes on' : 'over';
}
