import { readFileSync } from 'node:fs';

/**
 * What npm writes of a package in a lock file.
 *
 * @typedef {{ version?: string; optional?: boolean; os?: string[]; cpu?: string[]; libc?: string[] }} Locked
 */

/**
 * @param {string} file
 * @returns {Map<string, Locked> | undefined} by folder; undefined where the file is not there or not whole
 */
export function lockedPackages(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(Object.entries(packages).filter(([folder]) => folder !== ''));
  } catch {
    return undefined;
  }
}

/**
 * Whether what is installed is what the lock says. A package that may be left out (one for another platform) may be
 * missing.
 *
 * @param {Map<string, Locked>} lock
 * @param {Map<string, Locked> | undefined} installed npm's own record, which it writes last
 */
export function isInstalled(lock, installed) {
  if (!installed) return false;
  for (const [folder, { version, optional }] of lock) {
    const found = installed.get(folder);
    if (found ? found.version !== version : !optional) return false;
  }
  return true;
}

/**
 * How many packages npm installs on this machine.
 *
 * @param {Map<string, Locked>} lock
 */
export function countForThisPlatform(lock) {
  /** @param {string[] | undefined} allowed @param {string} mine */
  const fits = (allowed, mine) => !allowed || allowed.includes(mine);
  return [...lock.values()].filter(({ os, cpu }) => fits(os, process.platform) && fits(cpu, process.arch))
    .length;
}
