import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { graphqlClient } from './client.ts';
import { bootStack } from './stack.ts';

export const program = fileURLToPath(new URL('../../cli/kitegraph.mjs', import.meta.url));
const apiKey = 'a-key-of-the-tests-only';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  input?: string;
  program?: string;
}

/** A whole deployment, and the command line that asks it, in a folder of its own. */
export interface CommandLine extends AsyncDisposable {
  url: string;
  dataDir: string;
  /** What opens it. */
  headers: Record<string, string>;
  client: ReturnType<typeof graphqlClient>;
  path(name: string): string;
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** Starts a program of Node. */
  start(args: readonly string[], options?: RunOptions): ChildProcess;
  /** Runs one to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs kitegraph with these arguments. */
  kitegraph(...args: string[]): Promise<Ran>;
}

/** @param env settings of the deployment */
export async function bootCommandLine(env: Record<string, string> = {}): Promise<CommandLine> {
  const stack = await bootStack('one', { KITEGRAPH_API_KEY: apiKey, ...env });
  const folder = await mkdtemp(join(tmpdir(), 'kitegraph-cli-'));
  const running = new Set<ChildProcess>();

  function start(args: readonly string[], options: RunOptions = {}): ChildProcess {
    const child = spawn(options.program ?? process.execPath, args, {
      cwd: folder,
      env: {
        ...process.env,
        XDG_STATE_HOME: join(folder, 'state'),
        KITEGRAPH_URL: `${stack.url}/graphql`,
        KITEGRAPH_API_KEY: apiKey,
        ...options.env,
      },
    });
    running.add(child);
    child.once('close', () => running.delete(child));
    return child;
  }

  async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const child = start(args, options);
    let [out, err] = ['', ''];
    child.stdout?.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      err += chunk;
    });
    child.stdin?.end(options.input ?? '');
    const [code] = await once(child, 'close');
    return { code, out, err };
  }

  const headers = { authorization: `Bearer ${apiKey}` };
  const path = (name: string) => join(folder, name);
  return {
    url: stack.url,
    dataDir: stack.dataDir,
    headers,
    client: graphqlClient(stack.url, headers),
    path,
    write: (name, content) => writeFile(path(name), content),
    start,
    run,
    kitegraph: (...args) => run([program, ...args]),
    async [Symbol.asyncDispose]() {
      for (const child of running) child.kill();
      await stack[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
