import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../lib/settings.ts';
import { requireRoom } from './disk.ts';
import { ensureGraphiql } from './graphiql.ts';
import { ensureModels } from './models.ts';
import { oneSetupAtATime } from './one-at-a-time.ts';
import type { Progress } from './progress.ts';
import { ensureVenv } from './python.ts';

const requirements = fileURLToPath(new URL('milvus-lite.txt', import.meta.url));

/** What the embedded stores need to begin with, in bytes. */
const DATA_SPACE = 3e8;

/** Does the set-up that these settings need and that has not been done yet. Takes milliseconds where all is there. */
export async function prepare(settings: Settings, progress: Progress): Promise<void> {
  if (!settings.databaseUrl || !settings.milvusAddress) await requireRoom(settings.dataDir, DATA_SPACE);
  await using _alone = await oneSetupAtATime(settings.runtimeDir, progress);
  const needsPython = !settings.milvusAddress || !settings.embeddingUrl;
  if (needsPython) {
    const { python } = await ensureVenv({ dir: join(settings.runtimeDir, 'venv'), requirements, progress });
    if (!settings.embeddingUrl) await ensureModels({ dir: settings.runtimeDir, python, progress });
  }
  await ensureGraphiql({ dir: join(settings.runtimeDir, 'graphiql'), progress });
}
