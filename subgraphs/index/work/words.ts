import { LRUCache } from 'lru-cache';
import type { Queryable } from '../../../lib/database/database.ts';
import { parseDocumentKey } from '../../../lib/document-key.ts';
import { wordsOf } from '../../../lib/text/words.ts';
import type { View } from '../views/view.ts';
import type { ClaimedDocument } from './claim.ts';

/** Words of a view that a process remembers to have written down. */
const MOST_KNOWN = 200_000;
const MOST_VIEWS = 20;
/** Documents after which what was counted is written down. */
const WRITE_AFTER = 20_000;

interface Written {
  /** Tenant and word, with documents that are not counted in the table yet. */
  known: Map<string, number>;
  uncounted: number;
}

/** What this process has written, by database and view: most words of a batch are those of the ones before. */
const written = new WeakMap<Queryable, LRUCache<string, Written>>();

/**
 * Writes down the words of documents that are about to be found. Called before they are: whoever knows a word can look
 * whether it is there. A document counts for its words once in a view, and not again with each revision.
 */
export async function addWords(
  db: Queryable,
  view: View,
  documents: readonly ClaimedDocument[],
): Promise<void> {
  const its = writtenTo(db, view.id);
  const { known } = its;
  const added = new Map<string, number>();
  for (const document of documents) {
    if (document.deleted) continue;
    const { tenant = '' } = parseDocumentKey(document.documentId);
    const counts = document.revision === 1 || view.state === 'BUILDING' ? 1 : 0;
    for (const word of wordsOf(searchedTexts(document, view))) {
      const key = `${tenant}\t${word}`;
      const before = known.get(key);
      if (before === undefined) added.set(key, (added.get(key) ?? 0) + counts);
      else if (counts > 0) known.set(key, before + counts);
    }
  }
  await insert(db, view.id, added);
  if (known.size + added.size > MOST_KNOWN) known.clear();
  for (const key of added.keys()) known.set(key, 0);
  its.uncounted += documents.length;
  if (its.uncounted >= WRITE_AFTER) await countWords(db, view);
}

/** Writes down what was counted since the last time. */
export async function countWords(db: Queryable, view: View): Promise<void> {
  const its = writtenTo(db, view.id);
  const counted = [...its.known].filter(([, documents]) => documents > 0);
  its.uncounted = 0;
  for (const [key] of counted) its.known.set(key, 0);
  if (counted.length === 0) return;
  await db.query(
    `update view_words w set documents = w.documents + c.documents
     from unnest($2::text[], $3::text[], $4::int[]) as c (tenant, word, documents)
     where w.view_id = $1 and w.tenant = c.tenant and w.word = c.word`,
    [view.id, ...columns(counted)],
  );
}

async function insert(db: Queryable, viewId: string, added: ReadonlyMap<string, number>): Promise<void> {
  if (added.size === 0) return;
  await db.query(
    // The view may be gone: its words are wanted no more.
    `insert into view_words as w (view_id, tenant, word, documents)
     select v.id, c.tenant, c.word, c.documents
     from views v, unnest($2::text[], $3::text[], $4::int[]) as c (tenant, word, documents) where v.id = $1
     on conflict (view_id, tenant, word) do update set documents = w.documents + excluded.documents
       where excluded.documents > 0`,
    [viewId, ...columns([...added].sort(([a], [b]) => (a < b ? -1 : 1)))],
  );
}

function columns(counted: readonly (readonly [string, number])[]): [string[], string[], number[]] {
  const parts = counted.map(([key]) => key.split('\t') as [string, string]);
  return [parts.map(([tenant]) => tenant), parts.map(([, word]) => word), counted.map(([, count]) => count)];
}

/** Everything of a document that keyword searches look at. */
function searchedTexts({ title, content, metadata }: ClaimedDocument, { spec }: View): string {
  const fields = spec.keywords.fields.flatMap(({ field }) => metadata[field] ?? []);
  return [title ?? '', content, ...fields.filter((value) => typeof value === 'string')].join('\n');
}

function writtenTo(db: Queryable, viewId: string): Written {
  const byView = written.get(db) ?? new LRUCache<string, Written>({ max: MOST_VIEWS });
  written.set(db, byView);
  const its = byView.get(viewId) ?? { known: new Map(), uncounted: 0 };
  byView.set(viewId, its);
  return its;
}
