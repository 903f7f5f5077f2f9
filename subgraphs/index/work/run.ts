import type { Logger } from 'pino';
import type { Database, Queryable } from '../../../lib/database/database.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { PartRejected, PartUnavailable } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import { startJobs } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import type { IndexMetrics } from '../metrics.ts';
import { blamesDocuments } from './blame.ts';
import { batchBudget } from './budget.ts';
import { type ClaimedDocument, claimBatch, confirmLeases, msUntilNextWork, releaseAll } from './claim.ts';
import { completeWork } from './complete.ts';
import { holdWork, rejectDocument } from './fail.ts';
import { isolate } from './isolate.ts';
import { type PreparedDocument, prepareDocuments } from './prepare.ts';
import { prepareView } from './prepare-view.ts';
import { sweepDue } from './sweeps.ts';
import type { View } from './view.ts';
import { writeDocuments } from './write.ts';

/** What a worker works with. */
export interface WorkParts {
  db: Database;
  store: VectorStore;
  embedding: EmbeddingClient;
  metrics: IndexMetrics;
  log: Logger;
}

/** When a run ends before all its work is done. */
export interface Stop {
  /** Asked before more work is taken up. */
  enough(): boolean;
  /** Aborted when work in hand must be given up. */
  cut: AbortSignal;
}

/** Passages after which a view is settled in the midst of the work. */
const SETTLE_AFTER = 5_000;

/**
 * Works off what waits for one view. While one batch is written, the next is embedded.
 * @param session the connection that holds the view's advisory lock, and with it the right to write into the view
 * @returns milliseconds until there is more to do; undefined where nothing is left
 * @throws PartUnavailable where a part is away; the jobs say so then, and the work waits
 */
export async function runView(
  parts: WorkParts,
  view: View,
  session: Queryable,
  { enough, cut }: Stop,
): Promise<number | undefined> {
  const { db, store, metrics, log } = parts;
  const worker = newId('worker');
  const budget = batchBudget();
  let written = 0;

  async function step<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const stop = metrics.stageSeconds.startTimer({ stage });
    try {
      return await work();
    } finally {
      stop();
    }
  }

  const blames = async (error: unknown) => !cut.aborted && (await blamesDocuments(error, parts.embedding));

  async function reject(document: ClaimedDocument, error: unknown) {
    log.warn(
      { err: error, collection: view.collectionName, document: document.documentId },
      'a document failed',
    );
    metrics.failures.inc();
    await rejectDocument(db, view, document, error);
  }

  const prepare = (batch: readonly ClaimedDocument[]) =>
    step('prepare', () =>
      isolate(batch, (items) => prepareDocuments(items, view, parts.embedding, cut), blames, reject),
    );

  async function write(prepared: readonly PreparedDocument[]) {
    const confirm = (ids: string[]) => confirmLeases(session, view, worker, ids);
    const done = await step('write', () =>
      isolate(
        prepared,
        (items) => writeDocuments(store, view, items, confirm),
        blames,
        (item, error) => reject(item.document, error),
      ),
    );
    await step('complete', () =>
      completeWork(
        db,
        view,
        done.map((entry) => entry.document),
      ),
    );
    for (const { document, rows } of done) {
      metrics.count(document);
      written += document.deleted ? 1 : rows.length;
    }
    if (written >= SETTLE_AFTER) await settle();
  }

  async function settle() {
    written = 0;
    await step('settle', () => store.settle(view.milvusName));
  }

  let writing: Promise<void> = Promise.resolve();
  try {
    await prepareView(parts, view);
    await sweepDue(session, store, view);
    while (!enough()) {
      const batch = await claimBatch(session, view, worker, budget.bytes);
      if (batch.length === 0) break;
      metrics.batchDocuments.observe(batch.length);
      await markStarted(db, view, batch);
      const began = performance.now();
      const prepared = await prepare(batch);
      budget.learn(bytesOf(batch), (performance.now() - began) / 1000);
      await writing;
      writing = write(prepared);
      // Awaited in the next round; marked as handled until then.
      writing.catch(() => undefined);
    }
    await writing;
    if (written > 0) await settle();
    return await msUntilNextWork(db, view);
  } catch (error) {
    await writing.catch(() => undefined);
    const away = error instanceof PartUnavailable || error instanceof PartRejected;
    if (away) await holdWork(db, view, error);
    throw error;
  } finally {
    await releaseAll(db, view, worker).catch(() => undefined);
  }
}

function bytesOf(batch: readonly ClaimedDocument[]): number {
  return batch.reduce((sum, document) => sum + Buffer.byteLength(document.content), 0);
}

/** Says of the jobs whose documents are taken up now that they run. */
async function markStarted(db: Database, view: View, batch: readonly ClaimedDocument[]): Promise<void> {
  const queued = `select from jobs where collection_id = $1 and finished_at is null and status = 'QUEUED' limit 1`;
  if ((await db.query(queued, [view.collectionId])).length === 0) return;
  await db.transaction(async (tx) => {
    const [held] = await tx.query('select id from collections where id = $1 for update', [view.collectionId]);
    if (!held) return;
    const ids = batch.map((document) => document.documentId);
    await publishJobs(tx, await startJobs(tx, view.collectionId, ids));
  });
}
