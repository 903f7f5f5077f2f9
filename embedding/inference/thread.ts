import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Answer, Call, Protocol, ResultOf } from './protocol.ts';

/** The worker thread is away and could not do the job. */
export class InferenceLost extends Error {}

/** A worker thread that holds a model. */
export interface Thread<P extends Protocol> extends AsyncDisposable {
  /** What the model turned out to be. */
  readonly loaded: P['loaded'];
  /** Does one job. A job that was lost with its worker is done once more by the next one. @throws InferenceLost */
  run<J extends P['job']>(job: J): Promise<ResultOf<P, J>>;
  /** Whether a worker is there; where not, why. */
  state(): { ready: boolean; detail: string };
}

interface Pending {
  job: object;
  tries: number;
  resolve(result: never): void;
  reject(error: Error): void;
}

/** Milliseconds between two tries to load the model. */
const LONGEST_PAUSE = 10_000;
/** Milliseconds. A job that takes longer is given up; while the worker does not answer, it is told as not ready. */
const JOB_LIMIT = 60_000;

/**
 * Starts the worker thread and starts it again whenever it ends, with growing pauses where it does not get as far as
 * loading the model.
 *
 * The thread is never terminated from outside: ending it inside a run of ONNX Runtime aborts the whole process.
 *
 * @throws Error where the model cannot be loaded at the first start
 */
export async function startThread<P extends Protocol>(o: {
  /** The thread's program, which serves this protocol (`serveJobs`). */
  program: URL;
  setup: P['setup'];
  onRestart: (reason: string) => void;
}): Promise<Thread<P>> {
  const { program, setup, onRestart } = o;
  type Loaded = P['loaded'];
  const pending = new Map<number, Pending>();
  const ended = new AbortController();
  let worker: Worker | undefined;
  let away = 'loading the model';
  let nextId = 0;

  let hangs = false;

  function send(id: number, { job }: Pending) {
    worker?.postMessage({ id, job } satisfies Call<object>);
  }

  /** Resolves when the model is loaded. `over` settles with the reason when this worker has ended. */
  async function spawn(): Promise<{ over: Promise<string>; loaded: Loaded }> {
    const next = new Worker(program, { workerData: setup });
    const over = new Promise<string>((resolve) => {
      next.once('error', (error) => resolve(error instanceof Error ? error.message : String(error)));
      next.once('exit', (code) => resolve(`the worker thread ended with code ${code}`));
    });
    const first = await Promise.race([new Promise<Loaded>((resolve) => next.once('message', resolve)), over]);
    if (typeof first === 'string') throw new Error(first);
    next.on('message', settle);
    worker = next;
    if (ended.signal.aborted) next.postMessage('end');
    for (const [id, entry] of pending) send(id, entry);
    return { over, loaded: first };
  }

  function settle(answer: Answer<unknown>) {
    hangs = false;
    const entry = pending.get(answer.id);
    pending.delete(answer.id);
    if ('error' in answer) entry?.reject(new Error(answer.error));
    else entry?.resolve(answer.result as never);
  }

  function lose(reason: string) {
    worker = undefined;
    away = reason;
    for (const [id, entry] of pending) {
      if (++entry.tries < 2) continue;
      pending.delete(id);
      entry.reject(new InferenceLost(reason));
    }
  }

  /** Waits for the worker to end, and starts the next one, until the service ends. */
  async function keep(current: { over: Promise<string> } | undefined) {
    for (let failures = 0; !ended.signal.aborted; ) {
      if (current) {
        lose(await current.over);
        failures = 0;
      } else {
        const pause = Math.min(LONGEST_PAUSE, 100 * 2 ** failures++);
        await delay(pause, undefined, { signal: ended.signal }).catch(() => undefined);
      }
      if (ended.signal.aborted) return;
      onRestart(away);
      current = await spawn().catch((error: Error) => {
        lose(error.message);
        return undefined;
      });
    }
  }

  const first = await spawn();
  const kept = keep(first);

  return {
    loaded: first.loaded,
    run<J extends P['job']>(job: J) {
      if (ended.signal.aborted) return Promise.reject(new InferenceLost('the service is ending'));
      const id = nextId++;
      return new Promise<ResultOf<P, J>>((resolve, reject) => {
        const limit = setTimeout(() => {
          pending.delete(id);
          reject(new InferenceLost(`no answer within ${JOB_LIMIT / 1000} s`));
          hangs = true;
        }, JOB_LIMIT);
        const settled =
          <T>(then: (value: T) => void) =>
          (value: T) => {
            clearTimeout(limit);
            then(value);
          };
        const entry = { job, tries: 0, resolve: settled(resolve), reject: settled(reject) };
        pending.set(id, entry);
        send(id, entry);
      });
    },
    state() {
      if (worker && !hangs) return { ready: true, detail: 'ready' };
      return { ready: false, detail: worker ? 'the worker does not answer' : away };
    },
    async [Symbol.asyncDispose]() {
      ended.abort();
      worker?.postMessage('end');
      await kept;
      for (const entry of pending.values()) entry.reject(new InferenceLost('the service is ending'));
      pending.clear();
    },
  };
}
