import type { Queryable } from '../../../lib/database/database.ts';
import type { AuditEntry, AuditEntryInput, AuditFilter } from '../../../schema/generated/ops.ts';

const columns = `id, at, field, outcome, code, actor, address, request_id as "requestId", arguments`;

/** Entries that are there already stay. @returns how many are new */
export async function insertEntries(db: Queryable, entries: readonly AuditEntryInput[]): Promise<number> {
  const rows = await db.query(
    `insert into audit_log (id, at, field, outcome, code, actor, address, request_id, arguments)
     select id, at, field, outcome, code, actor, address, "requestId", arguments
     from jsonb_to_recordset($1::jsonb) as entry(id text, at timestamptz, field text, outcome text, code text,
       actor text, address text, "requestId" text, arguments jsonb)
     on conflict (id) do nothing returning id`,
    [JSON.stringify(entries)],
  );
  return rows.length;
}

const matches = `($1::text is null or field = $1) and ($2::text is null or actor = $2)
  and ($3::text is null or outcome = $3) and ($4::timestamptz is null or at >= $4)
  and ($5::timestamptz is null or at < $5)`;

function parameters(filter: AuditFilter | null | undefined): unknown[] {
  const { field, actor, outcome, since, until } = filter ?? {};
  return [field ?? null, actor ?? null, outcome ?? null, since ?? null, until ?? null];
}

/** The newest first. @param after the time (microseconds since 1970) and the id of the last one seen */
export async function listEntries(
  db: Queryable,
  options: {
    limit: number;
    after: readonly string[] | undefined;
    filter: AuditFilter | null | undefined;
  },
): Promise<{ rows: (AuditEntry & { time: string })[]; totalCount: number }> {
  const [time, id] = options.after ?? [];
  const rows = await db.query<AuditEntry & { time: string }>(
    `select ${columns}, (extract(epoch from at) * 1000000)::bigint::text as time from audit_log
     where ${matches} and ($6::bigint is null or ((extract(epoch from at) * 1000000)::bigint, id) < ($6::bigint, $7))
     order by at desc, id desc limit $8`,
    [...parameters(options.filter), time ?? null, id ?? null, options.limit],
  );
  const [count] = await db.query<{ count: string }>(
    `select count(*) from audit_log where ${matches}`,
    parameters(options.filter),
  );
  return { rows, totalCount: Number(count?.count ?? 0) };
}

export async function deleteOlder(db: Queryable, days: number): Promise<void> {
  await db.query('delete from audit_log where at < now() - make_interval(days => $1)', [days]);
}
