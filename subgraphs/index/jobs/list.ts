import type { Caller } from '../../../lib/caller.ts';
import { checkFirst, cursorOf, keyOfCursor, type Page, pageOf } from '../../../lib/cursor.ts';
import type { Queryable } from '../../../lib/database/database.ts';
import type { IndexJobStatus } from '../../../schema/generated/index.ts';
import { findCollection } from '../collections/collection.ts';
import { type JobRow, jobColumns } from './job.ts';

const list = 'jobs';

/** A page of the jobs, the newest first. @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, BAD_CURSOR */
export async function listJobs(
  db: Queryable,
  request: {
    collection?: string | null | undefined;
    status?: IndexJobStatus[] | null | undefined;
    first: number;
    after?: string | null | undefined;
  },
  caller: Caller,
): Promise<Page<JobRow>> {
  const first = checkFirst(request.first);
  const [time = 'infinity', id = ''] = keyOfCursor(list, request.after) ?? [];
  const collection = request.collection
    ? (await findCollection(db, request.collection, 'collection', caller)).id
    : null;
  const chosen = `($1::text is null or j.collection_id = $1) and ($2::text[] is null or j.status = any($2))
    and ($3::text is null or j.tenant = $3)
    and ($4::text[] is null or j.collection_id in (select id from collections where name = any($4)))`;
  const params = [collection, request.status ?? null, caller.tenant ?? null, caller.collections ?? null];
  const [[count], rows] = await Promise.all([
    db.query<{ count: number }>(`select count(*) as count from jobs j where ${chosen}`, params),
    db.query<JobRow>(
      `select ${jobColumns} from jobs j where ${chosen} and (j.created_at, j.id) < ($5::timestamptz, $6)
       order by j.created_at desc, j.id desc limit $7`,
      [...params, time, id, first + 1],
    ),
  ]);
  return pageOf(rows, first, count?.count ?? 0, (row) =>
    cursorOf(list, [row.createdAt.toISOString(), row.id]),
  );
}
