import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from '../cpu.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface RunningGateway extends AsyncDisposable {
  url: string;
  /** What it is to be asked with. */
  headers?: Record<string, string>;
  /** Seconds of CPU time of the process and of its children, until now. */
  cpuSeconds(): number;
}

/** Starts a gateway over the supergraph in `file`, in a process of its own. */
export type StartGateway = (file: string) => Promise<RunningGateway>;

/** @param environment settings of its own. @param headers of whoever asks it */
export function kitegraph(
  environment: NodeJS.ProcessEnv = {},
  headers: Record<string, string> = {},
): StartGateway {
  const args = (file: string) => (port: number) => [
    'gateway/main.ts',
    '--supergraph',
    file,
    '--port',
    String(port),
  ];
  return async (file) => ({ ...(await started(args(file), '/health', environment)), headers });
}

/** Hive Gateway as npm has it, installed into a folder of its own. @param more its own flags */
export function hive(folder: string, ...more: string[]): StartGateway {
  const program = join(folder, 'node_modules/@graphql-hive/gateway/dist/bin.js');
  return (file) =>
    started(
      (port) => [
        program,
        'supergraph',
        file,
        '--port',
        String(port),
        '--host',
        '127.0.0.1',
        '--fork',
        '1',
        ...more,
      ],
      '/healthcheck',
    );
}

export async function installHive(folder: string): Promise<void> {
  if (existsSync(join(folder, 'node_modules/@graphql-hive/gateway'))) return;
  console.log('Installing @graphql-hive/gateway, to measure beside it …');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const packages = ['@graphql-hive/gateway', '@graphql-hive/router-runtime'];
  const npm = spawn('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
    cwd: folder,
    stdio: 'ignore',
  });
  const [code] = await once(npm, 'close');
  if (code !== 0) throw new Error(`npm could not install ${packages.join(' and ')} into ${folder}.`);
}

async function started(
  args: (port: number) => string[],
  health: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<RunningGateway> {
  const port = await freePort();
  const child = spawn(process.execPath, args(port), {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', KITEGRAPH_LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const url = `http://127.0.0.1:${port}`;
  const end = performance.now() + 60_000;
  while (
    !(await fetch(url + health).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || performance.now() > end)
      throw new Error(`A gateway did not start:\n${log}`);
    await delay(100);
  }
  return {
    url: `${url}/graphql`,
    cpuSeconds: () => cpuSeconds(child.pid as number),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
