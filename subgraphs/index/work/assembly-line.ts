import type { BatchWorker } from './batch.ts';
import type { PreparedDocument } from './prepare.ts';

/**
 * Writes what is prepared and records it, in its order: one write while the one before is recorded. What is prepared while a
 * write is under way goes into the next one together: a write of many documents takes little longer than one of a few.
 * What fails is thrown at the next call, and nothing is written after it.
 */
export interface AssemblyLine {
  /** Resolves when there is room for more. */
  take(prepared: readonly PreparedDocument[]): Promise<void>;
  /** Resolves when everything is recorded; rejects when nothing is under way any more. */
  empty(): Promise<void>;
}

/** Documents that may wait to be written. */
const ROOM = 400;

export function assemblyLine(batches: Pick<BatchWorker, 'write' | 'complete'>): AssemblyLine {
  let waiting: PreparedDocument[] = [];
  let drained = Promise.withResolvers<void>();
  /** One that has failed stays, and is thrown at every later call. */
  let working: Promise<void> | undefined;
  let recorded: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting;
      waiting = [];
      drained.resolve();
      drained = Promise.withResolvers();
      const shown = await batches.write(some);
      await recorded;
      recorded = batches.complete(shown);
      // Thrown above, or by `empty`.
      recorded.catch(() => undefined);
    }
    working = undefined;
  }

  return {
    async take(prepared) {
      waiting.push(...prepared);
      if (waiting.length > 0) working ??= work();
      working?.catch(() => undefined);
      await Promise.race([working, undefined]);
      while (waiting.length >= ROOM) await Promise.race([drained.promise, working]);
    },
    async empty() {
      try {
        await working;
      } finally {
        await recorded;
      }
    },
  };
}
