import type { Database, Queryable } from './database.ts';

const CHANNEL = 'kitegraph_changes';
/** PostgreSQL takes payloads under 8,000 bytes. */
const MOST_BYTES = 7_900;

/** Documents that a view shows otherwise than before. */
export interface ViewChange {
  view: string;
  /** The view's count of changes after this one; a large change comes in several messages of one count. */
  changes: number;
  /** Keys of documents with the revision that is shown now, or that was deleted. */
  documents: [key: string, revision: number][];
}

/** Tells whoever listens, once the transaction commits, which documents a view shows otherwise. */
export async function tellViewChange(tx: Queryable, change: ViewChange): Promise<void> {
  await tx.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [
    CHANNEL,
    messagesOf(change),
  ]);
}

/** One change as messages that fit. */
export function messagesOf({ view, changes, documents }: ViewChange): string[] {
  const empty = JSON.stringify({ view, changes, documents: [] });
  const messages: string[] = [];
  let entries: string[] = [];
  let bytes = empty.length;
  const close = () => messages.push(`${empty.slice(0, -2)}${entries.join(',')}]}`);
  for (const document of documents) {
    const entry = JSON.stringify(document);
    const size = Buffer.byteLength(entry) + 1;
    if (entries.length > 0 && bytes + size > MOST_BYTES) {
      close();
      entries = [];
      bytes = empty.length;
    }
    entries.push(entry);
    bytes += size;
  }
  close();
  return messages;
}

/**
 * Calls back for each change of a view.
 * @param onLost some may have been missed
 */
export function listenToViewChanges(
  db: Database,
  onChange: (change: ViewChange) => void,
  onLost: () => void,
): Promise<AsyncDisposable> {
  return db.listen(CHANNEL, (payload) => onChange(JSON.parse(payload) as ViewChange), onLost);
}
