import { abortable } from '../../../lib/abortable.ts';
import type { Database } from '../../../lib/database/database.ts';
import { eventsSince } from '../../../lib/database/events.ts';
import type { Alert, AlertEvent, AlertSeverity } from '../../../schema/generated/ops.ts';
import { alertStream, readUnresolvedEvents } from './store.ts';

const gravity: Record<AlertSeverity, number> = { INFO: 0, WARNING: 1, CRITICAL: 2 };

/** The alerts that are pending or firing and then every change of one, or every change after the sequence `after`. */
export function alertEvents(
  db: Database,
  options: { after?: number | null | undefined; minSeverity: AlertSeverity },
): AsyncIterableIterator<AlertEvent> {
  return abortable(async function* (signal) {
    const events = eventsSince<Alert>({
      db,
      stream: alertStream,
      after: options.after,
      state: () => readUnresolvedEvents(db),
      signal,
    });
    for await (const { sequence, payload } of events) {
      if (gravity[payload.severity] >= gravity[options.minSeverity]) yield { sequence, alert: payload };
    }
  });
}
