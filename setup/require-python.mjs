import { spawnSync } from 'node:child_process';
import { explainText } from './failures.mjs';

/** Pythons that are looked for, the first that will do is taken. */
export const PYTHONS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
/** Prints the version of a Python that has what set-up needs. */
export const PROBE = 'import sys, venv, ensurepip; print(*sys.version_info[:2])';

/**
 * Refuses, in one line with the remedy, where set-up will need a Python and there is none. Where the settings say that servers of
 * the user's own stand in for what needs it, none is looked for.
 */
export function requirePython(env = process.env, argv = process.argv) {
  /** @param {string} variable @param {string} flag */
  const given = (variable, flag) => env[variable] || argv.some((word) => word.startsWith(flag));
  if (given('MILVUS_ADDRESS', '--milvus-address') && given('EMBEDDING_URL', '--embedding-url')) return;
  let failure = 'python3: not found';
  for (const name of PYTHONS) {
    const { stdout, stderr, status } = spawnSync(name, ['-c', PROBE], { encoding: 'utf8' });
    if (status !== 0) {
      if (stderr) failure = stderr;
      continue;
    }
    const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
    if (major === 3 && minor >= 10) return;
    failure = `python ${major}.${minor} is too old`;
  }
  throw new Error(explainText(failure));
}
