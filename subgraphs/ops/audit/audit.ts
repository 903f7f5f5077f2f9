import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { checkFirst, cursorOf, keyOfCursor, type Page, pageOf } from '../../../lib/cursor.ts';
import type { Database } from '../../../lib/database/database.ts';
import type { AuditEntry, AuditFilter } from '../../../schema/generated/ops.ts';
import { deleteOlder, listEntries } from './store.ts';

const LIST = 'auditLog';
const EVERY_MS = 3_600_000;

export async function auditLog(
  db: Database,
  page: { first: number; after?: string | null; filter?: AuditFilter | null },
): Promise<Page<AuditEntry>> {
  const first = checkFirst(page.first);
  const after = keyOfCursor(LIST, page.after);
  const { rows, totalCount } = await listEntries(db, { limit: first + 1, after, filter: page.filter });
  return pageOf(rows, first, totalCount, ({ time, id }) => cursorOf(LIST, [time, id]));
}

/** Deletes what is older than `days`, every hour, until the signal. */
export async function forgetOldEntries(
  { db, days, log }: { db: Database; days: number; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await deleteOlder(db, days).catch((error) =>
      log.warn({ err: error }, 'old entries of the audit log could not be deleted: tried again'),
    );
    await delay(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
