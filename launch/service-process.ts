import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { logger } from '../lib/log.ts';
import type { Service } from '../lib/service.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const drainMs = 15_000;

/** A service that runs in a process of its own and is started again when it dies. */
export interface ServiceProcess extends Service {
  readonly name: string;
  /** The process id now. */
  readonly pid: number | undefined;
}

/**
 * Starts `main` (a path in the repository) as a process. Resolves when it says that it is ready.
 * @throws Error when the first start fails; its own message is on standard error.
 */
export async function startServiceProcess(
  name: string,
  main: string,
  env: Record<string, string>,
): Promise<ServiceProcess> {
  const log = logger('launch');
  let stopping = false;
  let child: ChildProcess;
  let ended: Promise<void>;

  async function start(): Promise<string> {
    // Detached: Ctrl-C in a terminal reaches this process only, which then drains the services in their order.
    child = fork(`${root}${main}`, {
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const process_ = child;
    ended = new Promise((resolve) => process_.once('exit', () => resolve()));
    return new Promise<string>((resolve, reject) => {
      process_.once('message', (message: { ready: string }) => resolve(message.ready));
      process_.once('error', reject);
      process_.once('exit', (code, signal) =>
        reject(new Error(`the ${name} service ended at its start (${signal ?? code})`)),
      );
    });
  }

  async function keepRunning(): Promise<void> {
    for (;;) {
      await ended;
      if (stopping) return;
      log.error({ service: name }, 'a service ended unexpectedly; starting it again');
      for (let wait = 100; !stopping; wait = Math.min(wait * 2, 5_000)) {
        const restarted = await start().then(
          () => true,
          () => false,
        );
        if (restarted) break;
        await delay(wait);
      }
    }
  }

  const url = await start();
  const running = keepRunning();
  return {
    name,
    url,
    get pid() {
      return child.pid;
    },
    async [Symbol.asyncDispose]() {
      stopping = true;
      child.kill('SIGTERM');
      const cut = setTimeout(() => child.kill('SIGKILL'), drainMs);
      await running;
      clearTimeout(cut);
    },
  };
}
