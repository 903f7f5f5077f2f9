/**
 * `npm run soak`: the long forms of this folder's tests, about half an hour. `npm run soak -- <program> [arguments]` runs one of
 * its programs, such as `bars --scifact DIR` or `memory --minutes 10`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readSettings } from '../../lib/settings.ts';
import { explain } from '../../setup/explain.ts';
import { prepare } from '../../setup/prepare.ts';
import { progressOn } from '../../setup/progress.ts';

const RUNS_UNDER_LOAD = 10;
const long: string[][] = [
  ['compare', '--seeds', '12', '--steps', '60'],
  ['compare', '--first', '100', '--seeds', '6', '--steps', '60', '--memory', '60000'],
  ...Array.from({ length: RUNS_UNDER_LOAD }, () => ['under_load', '--strict', '--seconds', '20']),
  ['memory', '--minutes', '10'],
];

const settings = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);
try {
  await prepare(settings, progressOn());
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

const given = process.argv.slice(2);
for (const [program = '', ...args] of given.length > 0 ? [given] : long) {
  console.log(`${program} ${args.join(' ')}`);
  const code = await run(program, args);
  if (code !== 0) process.exit(code);
}

function run(program: string, args: string[]): Promise<number> {
  const python = join(settings.runtimeDir, 'venv', 'bin', 'python');
  const child = spawn(python, [join(import.meta.dirname, `${program}.py`), ...args], {
    stdio: 'inherit',
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
