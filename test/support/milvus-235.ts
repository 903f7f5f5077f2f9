import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Child, startChild } from '../../embedded/child.ts';
import { freePort } from '../../embedded/port.ts';
import type { Part } from './parts.ts';

const START_SECONDS = 120;
/** How long one waits for another to end: only one runs on a machine, because the ports of the etcd inside it are fixed. */
const TURN_SECONDS = 240;
const ETCD_PORT = 2379;

/**
 * Unpacks the server and writes its configuration. The package's own starter is not used: after a restart it takes
 * another port where a connection to the old one has not timed out yet.
 */
const UNPACK = `
import sys, milvus
server = milvus.default_server
server.set_base_dir(sys.argv[1])
server.config.set("proxy_port", int(sys.argv[2]))
server.config.set("authorization_enabled", True)
server.config.resolve()
milvus._initialize_data_files(server.config.base_data_dir)
`;

/** Why the real Milvus cannot be run here, or undefined where it can: it is packaged for Linux on x86-64 only. */
export function whyNoMilvus235(runtimeDir: string): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return 'Milvus 2.3.5 is packaged for Linux on x86-64';
  }
  const program = join(runtimeDir, 'test-venv', 'bin', 'milvus-server');
  return existsSync(program) ? undefined : 'the test environment has no Milvus 2.3.5';
}

/**
 * A real Milvus standalone, version 2.3.5, that asks for a token, at an address that stays; not started yet. It waits for its turn
 * where another one runs.
 */
export async function milvus235(o: {
  runtimeDir: string;
  dataDir: string;
}): Promise<Part & { address: string; token: string }> {
  const [port, healthPort] = [await freePort(), await freePort()];
  const python = join(o.runtimeDir, 'test-venv', 'bin', 'python');
  await promisify(execFile)(python, ['-c', UNPACK, o.dataDir, String(port)]);
  const bin = join(o.dataDir, 'bin');
  let running: Child | undefined;
  const stop = async () => {
    await running?.[Symbol.asyncDispose]();
    running = undefined;
  };
  /** @returns whether it answers; not where another one came first */
  async function startOnce(): Promise<boolean> {
    running = await startChild({
      command: join(bin, 'milvus'),
      args: ['run', 'standalone'],
      stopSignal: 'SIGTERM',
      graceSeconds: 5,
      env: {
        ...process.env,
        DEPLOY_MODE: 'STANDALONE',
        LD_LIBRARY_PATH: bin,
        METRICS_PORT: String(healthPort),
        MILVUSCONF: join(o.dataDir, 'configs'),
        MILVUS_RUN_DIR: join(o.dataDir, 'run'),
      },
    });
    let ended = false;
    running.exited.then(() => {
      ended = true;
    });
    for (const end = Date.now() + START_SECONDS * 1000; Date.now() < end && !ended; await sleep(100)) {
      if (await isHealthy(healthPort)) return true;
    }
    return false;
  }
  return {
    address: `127.0.0.1:${port}`,
    token: 'root:Milvus',
    stop,
    async start() {
      for (const end = Date.now() + TURN_SECONDS * 1000; Date.now() < end; await sleep(1000)) {
        if (await isTaken(ETCD_PORT)) continue;
        if (await startOnce()) return;
        await stop();
      }
      throw new Error('Milvus 2.3.5 did not start; does another one run on this machine?');
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    return (await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).includes('OK');
  } catch {
    return false;
  }
}

function isTaken(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = connect({ host: '127.0.0.1', port });
  probe.once('connect', () => resolve(true));
  probe.once('error', () => resolve(false));
  return promise.finally(() => probe.destroy());
}
