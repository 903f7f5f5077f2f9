import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** import … from 'x', export … from 'x', import('x'), and new URL('./x.ts', …) of a worker. */
const reference =
  /^(?:import|export)\s(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)|new URL\('(\.[^']+\.[cm]?[jt]s)'/gm;
const typesOnly = /^(?:import|export)\s+type\s/;

/**
 * What a program needs: the files of the project that it imports, directly or not, and the packages that these import.
 * Both sorted.
 *
 * @param {string} root the repository
 * @param {string} entry the program, relative to it
 * @returns {{ files: string[]; packages: string[] }}
 */
export function closure(root, entry) {
  const files = new Set([normalize(entry)]);
  const packages = new Set();
  for (const file of files) {
    for (const match of readFileSync(join(root, file), 'utf8').matchAll(reference)) {
      const name = match[1] ?? match[2] ?? match[3] ?? '';
      if (typesOnly.test(match[0]) || name.startsWith('node:')) continue;
      if (name.startsWith('.')) files.add(normalize(join(dirname(file), name)));
      else packages.add(name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}
