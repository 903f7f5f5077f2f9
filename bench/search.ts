import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../lib/settings.ts';
import { graphqlClient } from '../test/support/client.ts';
import { milvus235, whyNoMilvus235 } from '../test/support/milvus-235.ts';
import { bootStack } from '../test/support/stack.ts';
import { mixedParagraphs } from './corpus.ts';
import { indexed } from './indexed.ts';
import type { Load } from './load.ts';
import type { Line, Place } from './search-load.ts';
import { base64, vectorsOf } from './vectors.ts';

export interface SearchOptions {
  /** Passages of each collection that is measured. */
  sizes: readonly number[];
  /** Searches a line. */
  requests: number;
  /** Whether a real Milvus 2.3.5 is measured too, vectors alone: it has no keyword search. */
  real: boolean;
}

const AT_ONCE = [1, 8, 32, 128];
/** More have a graph, as they get it by themselves. */
const EXACT_UP_TO = 20_000;

/**
 * Searches through the gateway beside the same searches by the bare SDK on the same Milvus. Whoever asks is a process of its own,
 * the same for both sides; nothing comes out of a cache.
 */
export async function measureSearch({ sizes, requests, real }: SearchOptions): Promise<void> {
  for (const size of sizes) await onLite(size, requests);
  const why = whyNoMilvus235(readSettings({ ...process.env }, []).runtimeDir);
  if (real && why) console.log(`Milvus 2.3.5 is not measured: ${why}.`);
  else if (real) for (const size of sizes) await onMilvus235(size, requests);
}

async function onLite(size: number, requests: number): Promise<void> {
  await using stack = await bootStack('one', { KITEGRAPH_CACHE: 'off' });
  await measured(`${size} passages, embedded Milvus`, stack, size, requests, [
    'vector',
    'keyword',
    'hybrid',
    'text',
  ]);
}

async function onMilvus235(size: number, requests: number): Promise<void> {
  const { runtimeDir } = readSettings({ ...process.env }, []);
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-bench-'));
  try {
    await using milvus = await milvus235({ runtimeDir, dataDir });
    await milvus.start();
    await using stack = await bootStack('one', {
      KITEGRAPH_CACHE: 'off',
      MILVUS_ADDRESS: milvus.address,
      MILVUS_TOKEN: milvus.token,
    });
    await measured(`${size} passages, Milvus 2.3.5`, stack, size, requests, ['vector'], milvus.token);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measured(
  title: string,
  stack: Awaited<ReturnType<typeof bootStack>>,
  size: number,
  requests: number,
  lines: readonly Line[],
  token?: string,
): Promise<void> {
  const vectors = vectorsOf(size, 1);
  await indexed(
    graphqlClient(stack.url),
    mixedParagraphs(size).map((document, n) => ({ ...document, vector: base64(vectors[n] as Float32Array) })),
    `index: { kind: ${size > EXACT_UP_TO ? 'HNSW' : 'AUTO'} }`,
  );
  const place: Place = {
    gateway: stack.url,
    milvus: { address: stack.stores.milvusAddress, token },
    embedding: stack.services.embedding?.url ?? '',
    size,
  };
  // Without what this process was started with: the channel is to keep the other one running.
  const child = fork(fileURLToPath(new URL('./search-load.ts', import.meta.url)), { execArgv: [] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`whoever asks has ended with ${code}`);
  });
  ended.catch(() => undefined);
  const ask = async (line: Line, side: 'sdk' | 'gateway', atOnce: number): Promise<Load> => {
    child.send({ place, line, side, atOnce, requests });
    const answered = once(child, 'message') as Promise<[Load & { failed?: string }]>;
    const [answer] = await Promise.race([answered, ended]);
    if (answer.failed) throw new Error(answer.failed);
    return answer;
  };
  try {
    console.log(
      `\n${title.padEnd(40)} ${['a second', 'p50 ms', 'p95', 'p99', 'ratio'].map((head) => head.padStart(8)).join(' ')}`,
    );
    for (const line of lines) {
      for (const atOnce of AT_ONCE) {
        const sdk = await ask(line, 'sdk', atOnce);
        print(`${line}, bare SDK, ${atOnce} at once`, sdk);
        print(`${line}, gateway, ${atOnce} at once`, await ask(line, 'gateway', atOnce), sdk);
      }
    }
  } finally {
    child.disconnect();
  }
}

function print(name: string, { perSecond, p50, p95, p99 }: Load, beside?: Load): void {
  const ratio = beside ? (perSecond / beside.perSecond).toFixed(2) : '';
  const figures = [perSecond, p50, p95, p99].map((figure) => figure.toFixed(1).padStart(8));
  console.log([name.padEnd(40), ...figures, ratio.padStart(8)].join(' '));
}
