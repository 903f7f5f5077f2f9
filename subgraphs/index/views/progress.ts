import type { Queryable } from '../../../lib/database/database.ts';
import type { JobRow } from '../jobs/job.ts';
import { jobColumns } from '../jobs/job.ts';
import type { Outcome } from '../work/complete.ts';
import type { View } from './view.ts';

/**
 * Records what came into a view that is not searched: how far its rebuild is, and what failed in it. A document that came
 * through has not failed (any more).
 * @returns the rebuild, where it moved
 */
export async function recordProgress(
  tx: Queryable,
  view: View,
  outcomes: readonly Outcome[],
): Promise<JobRow[]> {
  const [job] = await tx.query<{ id: string }>(
    `select id from jobs where view_id = $1 and kind = 'REBUILD' and (finished_at is null or status = 'FAILED')`,
    [view.id],
  );
  if (!job) return [];
  await tx.query(
    `with outcome as (
       select * from unnest($3::text[], $4::int[], $5::text[], $6::text[]) as o (document_id, revision, code, message)),
     mended as (
       delete from job_documents jd using outcome o
       where jd.job_id = $1 and jd.document_id = o.document_id and o.code is null)
     insert into job_documents (job_id, collection_id, document_id, revision, state, code, message)
     select $1, $2, document_id, revision, 'FAILED', code, message from outcome where code is not null
     on conflict (job_id, document_id) do update set revision = excluded.revision, code = excluded.code,
       message = excluded.message`,
    [
      job.id,
      view.collectionId,
      outcomes.map(({ document }) => document.documentId),
      outcomes.map(({ document }) => document.revision),
      outcomes.map(({ failure }) => failure?.code ?? null),
      outcomes.map(({ failure }) => failure?.message ?? null),
    ],
  );
  return tx.query(
    `update jobs j set waiting_for = null, progressed_at = now(), started_at = coalesce(j.started_at, now()),
       status = case when j.status in ('PAUSED', 'FAILED') then j.status else 'RUNNING' end,
       processed = greatest(j.processed, least(j.total, v.filled_count - v.pending_count)),
       failed = (select count(*) from job_documents where job_id = j.id and state = 'FAILED')
     from views v where v.id = $2 and j.id = $1 returning ${jobColumns}`,
    [job.id, view.id],
  );
}
