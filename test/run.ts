/**
 * `npm test`: sets up what the product and its tests need, then runs every test on real parts. Names of files or folders
 * as arguments run only those.
 */
import { spawn } from 'node:child_process';
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
  // Tests of parts first: they are quick, and what they find explains what fails later.
  .sort((a, b) => Number(a.startsWith('test/')) - Number(b.startsWith('test/')) || a.localeCompare(b));

const flags = [
  '--test',
  // Two files at a time: even what boots a whole stack waits more than it computes.
  '--test-concurrency=2',
  '--test-timeout=300000',
  // What a failed test leaves open would keep its file from ending, and with it all others.
  '--test-force-exit',
  `--import=${new URL('support/deadline.ts', import.meta.url)}`,
];
const tests = spawn(process.execPath, [...flags, ...files], {
  stdio: 'inherit',
  env: { KITEGRAPH_LOG_LEVEL: 'error', ...process.env },
});
tests.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
