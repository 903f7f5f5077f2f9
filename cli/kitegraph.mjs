#!/usr/bin/env node
/**
 * `npx kitegraph …`: the command line. Runs on Node 20 and later; the program itself is TypeScript, for a Node of 24 or
 * later, which npm has installed with the packages.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from '../setup/node.mjs';

const main = new URL('main.ts', import.meta.url);

try {
  const node = findNode(dirname(dirname(fileURLToPath(import.meta.url))));
  if (node === process.execPath) await import(main.href);
  else run(node);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}

/** @param {string} node */
function run(node) {
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  child.once('error', (error) => {
    console.error(`${node} does not run: ${error.message}`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1);
  });
  // Ctrl-C in a terminal reaches the child as well, which then says how far it came.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
}
