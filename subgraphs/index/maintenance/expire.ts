import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../../lib/database/database.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import { accept } from '../documents/accept.ts';
import { bury } from '../documents/remove.ts';

/** A document that has expired is not found any more; within so long it is deleted. */
const EVERY_MS = 5_000;
const EXPIRED = 'expires_at <= now()';

/** Deletes documents that have expired, in one of the index processes. */
export function startExpiry({ db, log }: { db: Database; log: Logger }): AsyncDisposable {
  const closed = new AbortController();

  async function run(): Promise<void> {
    while (!closed.signal.aborted) {
      try {
        await db.withAdvisoryLock('kitegraph expiry', () => deleteExpired(db));
      } catch (error) {
        if (!(error instanceof PartUnavailable)) log.error({ err: error }, 'expiry failed; trying again');
      }
      await delay(EVERY_MS, undefined, { signal: closed.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      closed.abort();
      await running;
    },
  };
}

async function deleteExpired(db: Database): Promise<void> {
  const due = await db.query<{ id: string }>(
    `select distinct collection_id as id from documents where ${EXPIRED} and expires_at is not null and not deleted`,
  );
  for (const { id: collectionId } of due) {
    // What frees room is not held up by what waits.
    await accept(db, { collectionId, kind: 'DELETE', priority: 0 }, Number.POSITIVE_INFINITY, (tx, place) =>
      bury(tx, place, { condition: EXPIRED, params: [] }),
    );
  }
}
