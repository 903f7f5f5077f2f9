import { type Database, POSTGRESQL, type Queryable } from '../../../lib/database/database.ts';
import { PartRejected, PartUnavailable } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { PART } from '../../../lib/milvus/normalise.ts';
import { startJobs } from '../jobs/job.ts';
import { publishJobs } from '../jobs/publish.ts';
import { keepUp } from '../maintenance/upkeep.ts';
import { specOfModel } from '../models/model.ts';
import { buildView, CLOSE_BEHIND } from '../views/build.ts';
import { partitionsDuring } from '../views/partitions.ts';
import { prepareView } from '../views/prepare.ts';
import { holdServing } from '../views/switch.ts';
import { markClean, type View } from '../views/view.ts';
import { assemblyLine } from './assembly-line.ts';
import { batchWorker } from './batch.ts';
import { batchBudget } from './budget.ts';
import { type ClaimedDocument, claimBatch, msUntilNextWork, msUntilRipe, releaseAll } from './claim.ts';
import { holdWork } from './fail.ts';
import type { WorkParts } from './parts.ts';
import { sweepDue } from './sweeps.ts';
import { workOnView } from './view-work.ts';

/** When a run ends before all its work is done. */
export interface Stop {
  /** Asked before more work is taken up. */
  enough(): boolean;
  /** Whether no more work is taken up at all for now: what was written is flushed then. */
  ends(): boolean;
  /** Aborted when work in hand must be given up. */
  cut: AbortSignal;
}

/** Passages after which a view is settled in the midst of the work. */
const SETTLE_AFTER = 5_000;
/** How long a view that gives way to another waits before it looks again. */
const GIVES_WAY_MS = 200;
/**
 * Parts without which a view may hold what nobody has recorded: a Milvus that was away may have taken a write, and whose session
 * was ended has been replaced by another.
 */
const UNCLEAN = new Set([PART, POSTGRESQL]);
/** Every so many batches, what has waited longest goes in whatever its size. */
const OLDEST_EVERY = 10;

/**
 * Works off what waits for one view. While one batch is embedded, the one before is written, and the one before that recorded.
 * @param session the connection that holds the view's advisory lock, and with it the right to write into the view
 * @returns milliseconds until there is more to do; undefined where nothing is left
 * @throws PartUnavailable where a part is away; the jobs say so then, and the work waits
 */
export async function runView(
  parts: WorkParts,
  view: View,
  session: Queryable,
  { enough, ends, cut }: Stop,
): Promise<number | undefined> {
  const { db, store } = parts;
  const worker = newId('worker');
  const batching = { ...parts.batching, ...view.batching };
  const budget = batchBudget(batching.maxSeconds);
  const model = await specOfModel(db, view.spec.model);
  const batches = batchWorker(parts, view, session, { model, worker, cut });
  const partitionsFor = partitionsDuring(parts, view);
  let taken = 0;

  async function nextBatch(): Promise<ClaimedDocument[] | { msUntilRipe: number }> {
    const ripe = await msUntilRipe(db, view, worker, batching);
    // What comes just now is to linger too.
    if (ripe === undefined) return [];
    if (ripe > 0) return { msUntilRipe: ripe };
    return claimBatch(session, view, worker, {
      documents: batching.maxDocuments,
      bytes: budget.bytes,
      oldestFirst: taken++ % OLDEST_EVERY === 0,
    });
  }

  /** @returns milliseconds until there is more to do, where that is known; `over` where the view is built, or no more to be */
  async function workOff(): Promise<number | 'over' | undefined> {
    const line = assemblyLine(batches);
    try {
      while (!enough()) {
        const { givesWay, pending } = await glance(db, view);
        if (givesWay) return GIVES_WAY_MS;
        const batch = await nextBatch();
        if ('msUntilRipe' in batch) return batch.msUntilRipe;
        if (batch.length === 0) return undefined;
        await partitionsFor(batch.map(({ partition }) => partition));
        await markStarted(db, view, batch);
        await line.take(await batches.prepare(batch, budget));
        if (batches.unsettled() >= SETTLE_AFTER) {
          await line.empty();
          await batches.settle();
        }
        // Sooner it is not close enough to take over: the line need not be emptied to see that.
        if (view.state === 'BUILDING' && pending <= CLOSE_BEHIND + 2 * batching.maxDocuments) {
          await line.empty();
          if ((await buildView(parts, view)) === 'over') return 'over';
        }
      }
      return undefined;
    } finally {
      await line.empty();
    }
  }

  async function run(): Promise<number | undefined> {
    await prepareView(parts, view);
    await markClean(db, view, false);
    await sweepDue(session, store, view);
    if (view.state === 'BUILDING' && (await buildView(parts, view)) === 'over') return undefined;
    const next = await workOff();
    if (batches.unsettled() > 0) await batches.settle({ always: ends() });
    if (next === 'over' || (view.state === 'BUILDING' && (await buildView(parts, view)) === 'over'))
      return undefined;
    const nextStep = await workOnView(parts, view, enough);
    if (enough()) return undefined;
    await keepUp(parts, view);
    return earliest(next ?? (await msUntilNextWork(db, view)), nextStep);
  }

  let clean = true;
  try {
    return await run();
  } catch (error) {
    clean = !(error instanceof PartUnavailable && UNCLEAN.has(error.part));
    const away = error instanceof PartUnavailable || error instanceof PartRejected;
    if (away) await holdWork(db, view, error);
    // What cannot catch up does not stand in the way.
    if (view.state === 'BUILDING') await holdServing(db, view, false).catch(() => undefined);
    throw error;
  } finally {
    await releaseAll(db, view, worker).catch(() => undefined);
    if (clean) await markClean(db, view, true).catch(() => undefined);
  }
}

function earliest(...times: (number | undefined)[]): number | undefined {
  const known = times.filter((ms) => ms !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

/**
 * How a view stands.
 * @returns `givesWay` whether it takes up no more work for now: another is about to take over, or its own rebuild is paused or
 * gone; `pending` documents that it does not show yet
 */
async function glance(db: Queryable, view: View): Promise<{ givesWay: boolean; pending: number }> {
  const [row] = await db.query<{ givesWay: boolean; pending: number }>(
    `select v.pending_count as pending, v.state = 'SERVING' and c.switching_to is not null
       or v.state = 'BUILDING' and exists (
         select from jobs j where j.view_id = v.id and j.kind = 'REBUILD' and j.status = 'PAUSED') as "givesWay"
     from views v join collections c on c.id = v.collection_id where v.id = $1`,
    [view.id],
  );
  return row ?? { givesWay: true, pending: 0 };
}

/** Says of the jobs whose documents are taken up now that they run. */
async function markStarted(db: Database, view: View, batch: readonly ClaimedDocument[]): Promise<void> {
  if (view.state !== 'SERVING') return;
  const jobs = new Set(batch.map((document) => document.jobId));
  const queued = `select from jobs where id = any($1) and finished_at is null and status = 'QUEUED' limit 1`;
  if ((await db.query(queued, [[...jobs]])).length === 0) return;
  await db.transaction(async (tx) => {
    const [held] = await tx.query('select id from collections where id = $1 for update', [view.collectionId]);
    if (!held) return;
    const ids = batch.map((document) => document.documentId);
    await publishJobs(tx, await startJobs(tx, view.collectionId, ids));
  });
}
