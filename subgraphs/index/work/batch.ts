import type { Queryable } from '../../../lib/database/database.ts';
import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import { milvusNames } from '../../../lib/milvus/image-view.ts';
import { tracedWork } from '../../../lib/tracing/tracing.ts';
import type { View } from '../views/view.ts';
import { blamesDocuments } from './blame.ts';
import type { Budget } from './budget.ts';
import { type ClaimedDocument, confirmLeases } from './claim.ts';
import { completeWork } from './complete.ts';
import { rejectDocument } from './fail.ts';
import { isolate } from './isolate.ts';
import type { WorkParts } from './parts.ts';
import { type PreparedDocument, prepareDocuments } from './prepare.ts';
import { addWords, countWords } from './words.ts';
import { writeDocuments } from './write.ts';

/** The steps of one view's batches. */
export interface BatchWorker {
  /** Splits, embeds and analyses; documents at fault are left out, and recorded as such. */
  prepare(batch: readonly ClaimedDocument[], budget: Budget): Promise<PreparedDocument[]>;
  /** Brings them into the view. @returns those that it shows now */
  write(prepared: readonly PreparedDocument[]): Promise<PreparedDocument[]>;
  /** Records that the view shows them. */
  complete(shown: readonly PreparedDocument[]): Promise<void>;
  /** Rows that were written since the view was settled. */
  unsettled(): number;
  /** Makes recent changes cheap to search. @param o.always also where they are few */
  settle(o?: { always: boolean }): Promise<void>;
}

/**
 * @param session the connection that holds the view's advisory lock
 * @param o.model that of the view
 * @param o.worker by which its leases are known
 * @param o.cut aborted when work in hand must be given up
 */
export function batchWorker(
  { db, store, metrics, log, ...parts }: WorkParts,
  view: View,
  session: Queryable,
  { model, worker, cut }: { model: ModelSpec; worker: string; cut: AbortSignal },
): BatchWorker {
  const { images } = parts.embedding;
  const embedding = parts.embedding.of(model);
  // The deployment's own models share its processors.
  const turnstile = parts.turnstiles(model.source.kind === 'OPENAI' ? model.source.url : '');
  let written = 0;
  let removed = 0;

  async function step<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const stop = metrics.stageSeconds.startTimer({ stage });
    try {
      return await tracedWork(`index ${stage}`, work);
    } finally {
      stop();
    }
  }

  const blames = async (error: unknown) => !cut.aborted && (await blamesDocuments(error, embedding));

  async function reject(document: ClaimedDocument, error: unknown) {
    log.warn(
      { err: error, collection: view.collectionName, document: document.documentId },
      'a document failed',
    );
    metrics.failures.inc();
    await rejectDocument(db, view, document, error);
  }

  async function write(prepared: readonly PreparedDocument[]) {
    const confirm = (ids: string[]) => confirmLeases(session, view, worker, ids);
    const documents = prepared.map(({ document }) => document);
    const words = step('words', () => addWords(db, view, documents));
    words.catch(() => undefined);
    const done = await step('write', () =>
      isolate(
        prepared,
        async (items) => {
          const written = await writeDocuments(store, view, items, confirm);
          removed += written.removed;
          return written.documents;
        },
        blames,
        (item, error) => reject(item.document, error),
      ),
    );
    await words;
    for (const { document, rows } of done) {
      if (view.state === 'SERVING') metrics.count(document);
      written += document.deleted ? 1 : rows.length;
    }
    return done;
  }

  return {
    async prepare(batch, budget) {
      metrics.batchDocuments.observe(batch.length);
      const { learn: onEmbedded } = budget;
      return step('prepare', () =>
        isolate(
          batch,
          (items) =>
            prepareDocuments(items, view, { db, embedding, images, turnstile, signal: cut, onEmbedded }),
          blames,
          reject,
        ),
      );
    },
    write,
    complete: (shown) => step('complete', () => completeWork(db, view, shown)),
    unsettled: () => written,
    async settle(o) {
      written = 0;
      await step('settle', async () => {
        for (const name of milvusNames(view)) await store.settle(name, o);
      });
      await db.query('update views set removed_rows = removed_rows + $2 where id = $1', [view.id, removed]);
      removed = 0;
      // At the end of a run, and not in the midst of much work.
      if (o) await countWords(db, view);
    },
  };
}
