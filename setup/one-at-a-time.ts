import { setTimeout as sleep } from 'node:timers/promises';
import { lockDataDir } from '../embedded/lock.ts';
import { InUse } from '../embedded/tenancy.ts';
import type { Progress } from './progress.ts';

/** Waits until nobody else sets up the same directory, and keeps others waiting until it is disposed or we end. */
export async function oneSetupAtATime(runtimeDir: string, progress: Progress): Promise<AsyncDisposable> {
  for (let waiting = false; ; await sleep(500)) {
    try {
      const lock = await lockDataDir(runtimeDir);
      if (waiting) progress.done();
      return lock;
    } catch (error) {
      // Where all was set up by somebody else and is only read here there is nothing to guard.
      if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return nothing;
      if (!(error instanceof InUse)) throw error;
      if (!waiting) progress.step(`Waiting for process ${error.pid}, which sets up the same`);
      waiting = true;
    }
  }
}

const nothing: AsyncDisposable = { [Symbol.asyncDispose]: async () => {} };
