import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} version such as 24.1.0 */
export function major(version) {
  return Number(version.split('.', 1)[0]);
}

/**
 * @param {string} root the repository
 * @returns {string} the path of a Node that runs TypeScript: this one, or the one that npm installed. Throws, in one
 * line, where there is none.
 */
export function findNode(root) {
  if (major(process.versions.node) >= 24) return process.execPath;
  const packages = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`];
  packages.push(`node-bin-${process.platform}-${process.arch}`);
  for (const name of packages) {
    const path = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(path)) return path;
  }
  throw new Error(
    `npm did not install a Node 24 for ${process.platform} ${process.arch}. Install Node 24 or later (https://nodejs.org), or remove node_modules and start again.`,
  );
}
