import { setTimeout as delay } from 'node:timers/promises';
import { POSTGRESQL, type Queryable } from '../../../lib/database/database.ts';
import { PartRejected, PartUnavailable } from '../../../lib/errors.ts';
import { imageView } from '../../../lib/milvus/image-view.ts';
import { verifyAfterLoss } from '../maintenance/due.ts';
import { forgetPrepared, LOOK_AGAIN_MS } from '../views/prepare.ts';
import { allViews, droppedView, forgetDroppedView, viewById, viewsWithWork } from '../views/view.ts';
import type { WorkParts } from './parts.ts';
import { isPaused, PAUSE_CHANGED } from './pause.ts';
import { runView } from './run.ts';
import { withLock } from './session.ts';

/** Views that one process works on at once; the others wait their turn. */
const MAX_VIEWS = 4;
/** Where a notification was lost, or another process gave a view up, work starts after this at the latest. */
const POLL_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** A view that is worked on for longer makes room where others wait. */
const FAIR_SHARE_MS = 5_000;
const SHORTEST_PAUSE_MS = 10;
/** What is in hand when the service stops may take this long. */
const DRAIN_MS = 10_000;

/**
 * Keeps every view worked on: starts within milliseconds of a notification, goes on by itself after a part was away.
 * Several processes may do this at once: an advisory lock keeps each view to one of them.
 * @param stalledAfterSeconds how long a process that holds a view must be silent for another to take it over
 */
export async function startWork(
  parts: WorkParts,
  { stalledAfterSeconds = 60 }: { stalledAfterSeconds?: number | undefined } = {},
): Promise<AsyncDisposable> {
  const { db, log } = parts;
  const stopping = new AbortController();
  const cut = new AbortController();
  const running = new Map<string, Promise<void>>();
  /** Views to run as soon as they may: named while they ran, or while enough others ran. */
  const waiting = new Set<string>();
  const failures = new Map<string, number>();
  const timers = new Map<string, NodeJS.Timeout>();
  let paused = false;

  const ends = () => stopping.signal.aborted || paused;

  function wake(viewId: string): void {
    if (ends()) return;
    if (running.has(viewId) || running.size >= MAX_VIEWS) {
      waiting.add(viewId);
      return;
    }
    waiting.delete(viewId);
    clearTimeout(timers.get(viewId));
    const run = work(viewId).finally(() => {
      running.delete(viewId);
      for (const next of [...waiting]) if (running.size < MAX_VIEWS && !running.has(next)) wake(next);
    });
    running.set(viewId, run);
  }

  function wakeIn(viewId: string, ms: number): void {
    clearTimeout(timers.get(viewId));
    const timer = setTimeout(() => wake(viewId), ms);
    timers.set(viewId, timer);
  }

  async function work(viewId: string): Promise<void> {
    const began = performance.now();
    let isHeld = false;
    const enough = () => ends() || (waiting.size > 0 && performance.now() - began > FAIR_SHARE_MS);
    try {
      const run = await withLock(db, `view ${viewId}`, stalledAfterSeconds, async (session) => {
        isHeld = true;
        const view = await viewById(session, viewId);
        if (view) return runView(parts, view, session, { enough, ends, cut: cut.signal });
        const name = await droppedView(session, viewId);
        if (name === undefined) return undefined;
        if (await parts.store.hasView(imageView(name))) await parts.store.dropView(imageView(name));
        await parts.store.dropView(name);
        await forgetDroppedView(session, viewId);
      });
      failures.delete(viewId);
      if (run.held && run.result !== undefined) wakeIn(viewId, Math.max(SHORTEST_PAUSE_MS, run.result));
    } catch (error) {
      forgetPrepared(parts, viewId);
      const lost = isHeld && error instanceof PartUnavailable && error.part === POSTGRESQL;
      if (lost) await verifyAfterLoss(db, viewId).catch(() => undefined);
      const count = failures.get(viewId) ?? 0;
      failures.set(viewId, count + 1);
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** count, LONGEST_PAUSE_MS);
      const known = error instanceof PartUnavailable || error instanceof PartRejected;
      if (known && count === 0) log.warn({ view: viewId, err: error.message }, 'indexing waits');
      if (!known && !cut.signal.aborted)
        log.error({ view: viewId, err: error }, 'indexing failed; trying again');
      waiting.delete(viewId);
      wakeIn(viewId, pause);
    }
  }

  async function wakeAll(find: (db: Queryable) => Promise<string[]>): Promise<void> {
    try {
      for (const viewId of await find(db)) if (!failures.has(viewId)) wake(viewId);
    } catch (error) {
      if (!(error instanceof PartUnavailable)) log.error({ err: error }, 'cannot look for work');
    }
  }

  async function lookAtPause(): Promise<void> {
    paused = await isPaused(db).catch(() => paused);
    if (!paused) await wakeAll(viewsWithWork);
  }

  function heard(payload: string): void {
    if (payload === PAUSE_CHANGED) void lookAtPause();
    else wake(payload);
  }

  const listening = await db.listen('kitegraph_work', heard, () => void lookAtPause());
  paused = await isPaused(db).catch(() => false);
  const poll = setInterval(() => void lookAtPause(), POLL_MS);
  // Also where nothing is written: a Milvus collection that was lost is filled again.
  const look = setInterval(() => void wakeAll(allViews), LOOK_AGAIN_MS);
  // Each view's Milvus collection is looked at once: it may have to be loaded, or made anew.
  void wakeAll(allViews);
  void wakeAll(viewsWithWork);

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      clearInterval(poll);
      clearInterval(look);
      await listening[Symbol.asyncDispose]();
      const ended = Promise.all(running.values());
      const late = new AbortController();
      await Promise.race([ended, delay(DRAIN_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      cut.abort();
      await ended;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
