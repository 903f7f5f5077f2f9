import type { Database, Queryable } from '../../../lib/database/database.ts';
import { newId } from '../../../lib/ids.ts';
import { milvusNames } from '../../../lib/milvus/image-view.ts';
import { placeOf } from '../../../lib/milvus/passage.ts';
import type { KeyRange } from '../../../lib/milvus/read.ts';
import { findCollection, lockCollection } from '../collections/collection.ts';
import { insertViewJob, type JobRow } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { advanceJob, finishJob, type ViewJob } from '../jobs/view-job.ts';
import type { View } from '../views/view.ts';
import type { WorkParts } from '../work/parts.ts';
import { compare, type Drift, type Expected } from './drift.ts';

/** Documents that are compared at once. */
const AT_ONCE = 500;
const NO_REVISION_LEFT = 2 ** 31 - 1;

/** What a verification is to do, and how far it is. */
interface Verification extends Record<string, unknown> {
  repair: boolean;
  /** Milliseconds between two steps: it is in no hurry. */
  pauseMs: number;
  /** The last document that was compared. */
  after?: string;
  /** Documents at a step. */
  atOnce?: number;
}

/** Starts the comparison of a collection's index with its documents. @throws COLLECTION_NOT_FOUND */
export async function verifyCollection(db: Database, nameOrId: string, repair: boolean): Promise<JobRow> {
  const path = 'input.collection';
  const { id } = await findCollection(db, nameOrId, path);
  return db.transaction(async (tx) => {
    await lockCollection(tx, id, path);
    const { viewId, documentCount } = await findCollection(tx, id, path);
    const plan: Verification = { repair, pauseMs: 0 };
    return startVerification(tx, { id, viewId, documentCount }, plan, 0);
  });
}

/** Starts a comparison at a slow pace, unless one is under way. The collection's row is locked. */
export async function startVerification(
  tx: Queryable,
  collection: { id: string; viewId: string; documentCount: number },
  plan: Verification,
  priority: number,
): Promise<JobRow> {
  const job = await insertViewJob(tx, {
    id: newId('job'),
    collectionId: collection.id,
    kind: 'VERIFY',
    priority,
    viewId: collection.viewId,
    total: collection.documentCount,
    progress: plan,
  });
  await publishJobs(tx, [job]);
  return job;
}

/**
 * Compares the next documents of a view with the log, and mends what differs. The caller holds the view's lock, so nothing is
 * written into it meanwhile; documents that wait to be indexed are passed over.
 * @returns milliseconds until the next step; undefined where it has ended
 */
export async function verifyView(
  { db, store, log }: WorkParts,
  view: View,
  job: ViewJob,
): Promise<number | undefined> {
  const plan = job.progress as Verification;
  const { after = '', atOnce = AT_ONCE } = plan;
  const expected = await expectedAfter(db, view, after, atOnce);
  const last = expected.length === atOnce ? expected.at(-1)?.documentId : undefined;
  const names = milvusNames(view);
  const found = await Promise.all(names.map((name) => store.keysBetween(name, { after, upTo: last })));
  if (found.some(({ more }) => more) && atOnce > 1) {
    const smaller = { ...plan, atOnce: atOnce >> 1 };
    await db.transaction((tx) => advanceJob(tx, job.id, { progress: smaller }));
    return 0;
  }
  const drifts = names.map((name, index) => ({
    name,
    drift: compare(
      name === view.milvusName ? expected : expected.map(withImages),
      (found[index] as KeyRange).keys.map(({ key, passages }) => ({ ...placeOf(key), passages })),
    ),
  }));
  // A document counts once.
  const drift = [...new Map(drifts.flatMap((its) => its.drift).map((one) => [one.documentId, one])).values()];
  if (drift.length > 0) log.warn({ collection: view.collectionName, documents: drift.length }, 'drift');
  if (plan.repair) for (const its of drifts) await repair(db, { store }, view, its);
  const drifted = (job.drifted ?? 0) + drift.length;
  const processed = job.processed + expected.filter(({ deleted }) => !deleted).length;
  await db.transaction(async (tx) => {
    await advanceJob(tx, job.id, {
      processed,
      drifted,
      ...(last !== undefined && { progress: { ...plan, after: last } }),
    });
    if (last !== undefined) return;
    await tx.query('update collections set drift = $2, verified_at = now() where id = $1', [
      view.collectionId,
      drifted,
    ]);
    await finishJob(tx, job.id, 'COMPLETED');
  });
  return last === undefined ? undefined : plan.pauseMs;
}

/** What is to be there of its images: nothing where it has none. Where that is not known it is passed over. */
function withImages({ images, ...document }: ExpectedDocument): Expected {
  if (images === null) return { ...document, waits: true };
  return { ...document, revision: images > 0 ? document.revision : null };
}

/** `images`: how many it has; null where a newer revision failed, whose images are the only ones that are kept. */
type ExpectedDocument = Expected & { images: number | null };

/** What the view is to show of the next documents, tombstones too, in the order of their ids. */
function expectedAfter(db: Queryable, view: View, after: string, limit: number): Promise<ExpectedDocument[]> {
  return db.query(
    `select d.document_id as "documentId", d.deleted, d.indexed_revision as revision,
       case when coalesce(d.indexed_revision, d.revision) = d.revision
         then coalesce(cardinality(d.image_hashes), 0) end as images,
       exists (select from view_work w where w.view_id = $2 and w.document_id = d.document_id) as waits
     from documents d where d.collection_id = $1 and d.document_id > $3 order by d.document_id limit $4`,
    [view.collectionId, view.id, after, limit],
  );
}

/** Takes out what should not be there, and lets what is missing be written again. */
async function repair(
  db: Database,
  { store }: Pick<WorkParts, 'store'>,
  view: View,
  { name, drift }: { name: string; drift: readonly Drift[] },
): Promise<void> {
  if (drift.length === 0) return;
  const wrong = drift.filter(({ removeUpTo }) => removeUpTo !== undefined);
  if (wrong.length > 0) {
    await store.remove(
      name,
      wrong.map(({ documentId, removeUpTo = NO_REVISION_LEFT }) => ({
        document: documentId,
        upTo: removeUpTo,
      })),
    );
  }
  const again = drift.filter(({ rewrite }) => rewrite).map(({ documentId }) => documentId);
  if (again.length === 0) return;
  await db.transaction(async (tx) => {
    await tx.query('select from collections where id = $1 for update', [view.collectionId]);
    await tx.query(
      `with added as (
         insert into view_work (view_id, document_id, revision, priority, first_position)
         select $1, document_id, revision, 0, position from documents
         where collection_id = $2 and document_id = any($3) order by document_id
         on conflict (view_id, document_id) do nothing returning 1),
       counted as (
         update views set pending_count = pending_count + (select count(*) from added), changes = changes + 1
         where id = $1)
       select pg_notify('kitegraph_work', $1)`,
      [view.id, view.collectionId, again],
    );
  });
}
