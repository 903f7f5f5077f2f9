import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stack, startStack } from '../../launch/stack.ts';
import { setLogLevel } from '../../lib/log.ts';
import { readSettings } from '../../lib/settings.ts';

setLogLevel(process.env.KITEGRAPH_LOG_LEVEL ?? 'error');

/** The product in one of its two forms, on free ports, with its data in a directory that goes with it. */
export async function bootStack(
  form: 'one' | 'each',
  env: Record<string, string> = {},
): Promise<Stack & { dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-'));
  const settings = readSettings(
    {
      KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR,
      KITEGRAPH_LOG_LEVEL: process.env.KITEGRAPH_LOG_LEVEL ?? 'error',
      KITEGRAPH_DATA_DIR: dataDir,
      KITEGRAPH_PROCESSES: form,
      ...Object.fromEntries(
        ['', 'QUERY_', 'INDEX_', 'OPS_', 'EMBEDDING_'].map((service) => [`KITEGRAPH_${service}PORT`, '0']),
      ),
      ...env,
    },
    [],
  );
  const stack = await startStack(settings);
  return {
    ...stack,
    dataDir,
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
