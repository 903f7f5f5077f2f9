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
  const isWanted = ({ severity }: Alert) => gravity[severity] >= gravity[options.minSeverity];
  return abortable(async function* (signal) {
    const events = eventsSince<Alert>({
      db,
      stream: alertStream,
      after: options.after,
      state: async () => (await readUnresolvedEvents(db)).filter(({ payload }) => isWanted(payload)),
      signal,
    });
    for await (const { sequence, payload, partial } of events) {
      if (isWanted(payload)) yield { sequence, alert: payload, ...(partial && { partial }) };
    }
  });
}
