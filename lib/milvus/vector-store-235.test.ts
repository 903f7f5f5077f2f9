import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { milvus235, whyNoMilvus235 } from '../../test/support/milvus-235.ts';
import { promisesOfVectorStore } from '../../test/support/vector-store-promises.ts';
import { setLogLevel } from '../log.ts';
import { readSettings } from '../settings.ts';

setLogLevel('silent');
const { runtimeDir } = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);

promisesOfVectorStore(
  'a real Milvus 2.3.5',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-milvus-'));
    const server = await milvus235({ runtimeDir, dataDir });
    return {
      ...server,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  },
  { keyword: false, skip: whyNoMilvus235(runtimeDir) },
);
