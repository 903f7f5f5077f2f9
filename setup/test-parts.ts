import { join } from 'node:path';
import type { Progress } from './progress.ts';
import { ensureVenv } from './python.ts';

/** Installs what only tests and measurements need, such as a Redis server. */
export async function ensureTestParts(runtimeDir: string, progress: Progress): Promise<void> {
  await ensureVenv({
    dir: join(runtimeDir, 'test-venv'),
    requirements: join(import.meta.dirname, 'test-parts.txt'),
    progress,
  });
}
