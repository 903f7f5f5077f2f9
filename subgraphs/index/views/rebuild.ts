import type { Database, Queryable } from '../../../lib/database/database.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { userError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import type { ViewSpec } from '../../../lib/view-spec.ts';
import { type CollectionRow, findCollection, lockCollection } from '../collections/collection.ts';
import { specOf } from '../collections/settings.ts';
import { insertViewJob, type JobRow, jobColumns } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import type { Models } from '../models/registry.ts';
import { discardView, insertView } from './view.ts';

/** Bytes that a passage takes in PostgreSQL, about: compressed, and never read for this. */
const PASSAGE_BYTES = 1_000;

/**
 * Builds the index of a collection anew by the settings that it has, in the newest version of the model and the analysis.
 * @throws COLLECTION_NOT_FOUND, REBUILD_RUNNING, MODEL_NOT_FOUND
 */
export async function rebuildCollection(
  db: Database,
  nameOrId: string,
  priority: number,
  {
    models,
    exactUpTo,
    embedding,
  }: { models: Models; exactUpTo: number; embedding: Pick<EmbeddingClient, 'images'> },
): Promise<JobRow> {
  const path = 'input.collection';
  const { id, model: its, spec: before } = await findCollection(db, nameOrId, path);
  const model = await models.find(its.name, path);
  const large = await isLarge(db, id, exactUpTo);
  const images = before.images && (await embedding.images.describe());
  return db.transaction(async (tx) => {
    await lockCollection(tx, id, path);
    const collection = await findCollection(tx, id, path);
    const { fields, partitionBy, spec: current } = collection;
    const spec = specOf({}, { model, fields, partitions: partitionBy.by, large, images, current });
    await models.hold(tx, model, path);
    return startRebuild(tx, collection, spec, priority);
  });
}

/**
 * Starts a view beside the serving one, and the job that fills it. The collection's row is locked.
 * @throws REBUILD_RUNNING
 */
export async function startRebuild(
  tx: Queryable,
  collection: CollectionRow,
  spec: ViewSpec,
  priority: number,
): Promise<JobRow> {
  await discardFailed(tx, collection.id);
  const [running] = await tx.query<{ job: string }>(
    `select j.id as job from views v join jobs j on j.view_id = v.id and j.kind = 'REBUILD'
     where v.collection_id = $1 and v.state = 'BUILDING'`,
    [collection.id],
  );
  if (running) throw userError.rebuildRunning('input.collection', running.job);
  const viewId = newId('view');
  await insertView(tx, { id: viewId, collectionId: collection.id, state: 'BUILDING', spec });
  const job = await insertViewJob(tx, {
    id: newId('job'),
    collectionId: collection.id,
    kind: 'REBUILD',
    priority,
    viewId,
    total: collection.documentCount,
  });
  await publishJobs(tx, [job]);
  return job;
}

/** A rebuild that failed keeps its view for a second try; another rebuild takes its place. */
async function discardFailed(tx: Queryable, collectionId: string): Promise<void> {
  const failed = await tx.query<{ view: string }>(
    `select v.id as view from views v join jobs j on j.view_id = v.id and j.kind = 'REBUILD'
     where v.collection_id = $1 and v.state = 'BUILDING' and j.status = 'FAILED'`,
    [collectionId],
  );
  for (const { view } of failed) await discardView(tx, view);
}

/** Whether a collection's documents have more passages than are to be compared one by one, about. */
export async function isLarge(db: Queryable, collectionId: string, exactUpTo: number): Promise<boolean> {
  const [row] = await db.query<{ passages: number }>(
    `select coalesce(sum(ceil(pg_column_size(content) / $2::float8)), 0)::float8 as passages from documents
     where collection_id = $1 and not deleted`,
    [collectionId, PASSAGE_BYTES],
  );
  return (row?.passages ?? 0) > exactUpTo;
}

/** The rebuild of a collection that is under way. */
export async function runningRebuild(db: Queryable, collectionId: string): Promise<JobRow | null> {
  const [job] = await db.query<JobRow>(
    `select ${jobColumns} from jobs j
     where j.collection_id = $1 and j.kind = 'REBUILD' and j.finished_at is null order by j.created_at desc limit 1`,
    [collectionId],
  );
  return job ?? null;
}
