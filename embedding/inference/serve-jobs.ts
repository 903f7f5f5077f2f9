import { parentPort } from 'node:worker_threads';
import type { Answer, Call, Protocol } from './protocol.ts';

/** Makes this worker thread do the jobs that it is sent, until it is told to end. */
export function serveJobs<P extends Protocol>(
  loaded: P['loaded'],
  work: (job: P['job']) => Promise<P['results'][keyof P['results']]>,
): void {
  const port = parentPort as NonNullable<typeof parentPort>;
  let last = Promise.resolve();

  async function answer({ id, job }: Call<P['job']>): Promise<void> {
    const answer: Answer<unknown> = await work(job).then(
      (result) => ({ id, result }),
      (error: Error) => ({ id, error: error.message }),
    );
    port.postMessage(answer);
  }

  async function end() {
    await last;
    // Closed, the port no longer keeps the thread, which ends by itself and in order.
    port.close();
  }

  port.on('message', (message: Call<P['job']> | 'end') => {
    if (message === 'end') void end();
    else last = answer(message);
  });
  port.postMessage(loaded);
}
