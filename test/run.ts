/**
 * `npm test`: sets up what the product and its tests need, then runs every test on real parts. Names of files or folders
 * as arguments run only those.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../lib/settings.ts';
import { explain } from '../setup/explain.ts';
import { prepare } from '../setup/prepare.ts';
import { progressOn } from '../setup/progress.ts';
import { ensureTestParts } from '../setup/test-parts.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const chosen = process.argv.slice(2).map((name) => name.replace(/^\.\//, ''));
process.chdir(root);

try {
  const settings = readSettings({ KITEGRAPH_RUNTIME_DIR: process.env.KITEGRAPH_RUNTIME_DIR }, []);
  const progress = progressOn();
  await prepare(settings, progress);
  await ensureTestParts(settings.runtimeDir, progress);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

const every = globSync('**/*.test.ts', { exclude: ['node_modules/**', '.kitegraph/**'] });
const unknown = chosen.filter((name) => !every.some((file) => file.startsWith(name)));
if (unknown.length > 0) {
  console.error(`No test file begins with ${unknown.join(', ')}.`);
  process.exit(1);
}
const files = every
  .filter((file) => chosen.length === 0 || chosen.some((name) => file.startsWith(name)))
  .sort();
const ofParts = files.filter((file) => !file.startsWith('test/'));
const ofTheWhole = files.filter((file) => file.startsWith('test/'));

// Tests of parts first: they are quick, and what they find explains what fails later. They wait more than they compute. What
// boots a whole stack goes one file at a time: two of them on two cores would only disturb each other.
const passed = [await run(ofParts, 2), await run(ofTheWhole, 1)];
process.exit(passed.every(Boolean) ? 0 : 1);

async function run(some: string[], atOnce: number): Promise<boolean> {
  if (some.length === 0) return true;
  const args = ['--test', `--test-concurrency=${atOnce}`, '--test-timeout=300000', ...some];
  const tests = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { KITEGRAPH_LOG_LEVEL: 'error', ...process.env },
  });
  const [code] = await once(tests, 'exit');
  return code === 0;
}
