/**
 * For the tests: owns stores until it is killed. Writes one line of JSON when they answer.
 *
 * node test-owner.ts <dataDir> lock | postgres | milvus:<venv> …
 */
import { lockDataDir } from './lock.ts';
import { startMilvusLite } from './milvus-lite.ts';
import { startPostgres } from './postgres.ts';

const [dataDir = '', ...parts] = process.argv.slice(2);
const owned: Record<string, unknown> = {};
try {
  for (const part of parts) {
    const [name = '', venv = ''] = part.split(':');
    if (name === 'lock') owned.lock = await lockDataDir(dataDir);
    if (name === 'postgres') owned.postgres = pick(await startPostgres({ dataDir }));
    if (name === 'milvus') owned.milvus = pick(await startMilvusLite({ venv, dataDir }));
  }
  console.log(JSON.stringify(owned));
  setInterval(() => {}, 60_000);
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }));
  process.exit(1);
}

function pick(store: { pid: number; url?: string; address?: string }) {
  return { pid: store.pid, url: store.url, address: store.address };
}
