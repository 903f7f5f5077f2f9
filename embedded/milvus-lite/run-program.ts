/** For the tests of this folder. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { venv } from '../test-support.ts';

/** Runs a program of this folder in the environment that Milvus Lite runs in. Resolves with what it prints. */
export async function runProgram(program: string, ...args: string[]): Promise<string> {
  const path = join(import.meta.dirname, program);
  const { stdout } = await promisify(execFile)(join(venv, 'bin', 'python'), [path, ...args], {
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  });
  return stdout;
}
