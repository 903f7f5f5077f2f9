import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MilvusLite, startMilvusLite } from '../../embedded/milvus-lite.ts';
import { freePort } from '../../embedded/port.ts';
import { promisesOfVectorStore } from '../../test/support/vector-store-promises.ts';
import { setLogLevel } from '../log.ts';
import { readSettings } from '../settings.ts';

setLogLevel('silent');
const { runtimeDir } = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);

promisesOfVectorStore(
  'Milvus Lite',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-lite-'));
    const port = await freePort();
    let running: MilvusLite | undefined;
    const stop = async () => {
      await running?.[Symbol.asyncDispose]();
      running = undefined;
    };
    return {
      address: `127.0.0.1:${port}`,
      stop,
      async start() {
        running = await startMilvusLite({ venv: join(runtimeDir, 'venv'), dataDir, port });
      },
      async [Symbol.asyncDispose]() {
        await stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  },
  { keyword: true },
);
