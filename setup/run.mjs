#!/usr/bin/env node
/**
 * node setup/run.mjs <script.ts> [arguments]
 *
 * Runs a TypeScript file of Kitegraph. Works on Node 20 and later: installs the packages where they are missing, finds a
 * Node that runs TypeScript (24 or later; npm brings one), and runs the script with it, whose signals and exit code are
 * passed through and which ends when this process does, also by kill -9.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install.mjs';
import { findNode, major } from './node.mjs';
import { whenNpmIsGone } from './npm-gone.mjs';
import { requirePython } from './require-python.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);

/** Programs whose set-up needs Python: that is told before packages are installed for minutes. */
const NEED_PYTHON = new Set([
  'start.ts',
  'test/run.ts',
  'eval/run.ts',
  'bench/run.ts',
  'chaos/run.ts',
  'test/soak.ts',
]);

try {
  if (!script) throw new Error('Usage: node setup/run.mjs <script.ts> [arguments]');
  if (major(process.versions.node) < 20) {
    throw new Error(
      `Node ${process.versions.node} is too old. Install Node 20 or later (https://nodejs.org).`,
    );
  }
  if (NEED_PYTHON.has(script)) requirePython();
  await installPackages(root);
  run(findNode(root), join(root, script), args);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exit(1);
}

/**
 * @param {string} node
 * @param {string} path
 * @param {string[]} rest
 */
function run(node, path, rest) {
  const preload = new URL('end-with-parent.mjs', import.meta.url).href;
  // In a session of its own, so that Ctrl-C (which npm passes on once more) reaches it once, from here.
  const child = spawn(node, ['--import', preload, path, ...rest], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  });
  child.once('error', (error) => {
    console.error(`${node} does not run: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));

  let last = 0;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (Date.now() - last < 500) return;
      last = Date.now();
      endGroup(child, signal === 'SIGHUP' ? 'SIGTERM' : signal);
    });
  }
  whenNpmIsGone(() => child.connected && child.disconnect());
}

/**
 * Signals the script and what it started, such as pip or the test runner.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function endGroup(child, signal) {
  if (process.platform === 'win32' || !child.pid) child.kill(signal);
  else if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal);
}
