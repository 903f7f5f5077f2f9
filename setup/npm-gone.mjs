import { readFileSync } from 'node:fs';

/**
 * Calls back once when the npm that runs this script has ended. npm that was killed tells nobody; and it starts scripts
 * through a shell, which lives on without it. Does nothing where npm did not start this script.
 *
 * @param {() => void} then
 */
export function whenNpmIsGone(then) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const shell = isShell(parent);
  const npm = shell ? parentOf(parent) : parent;
  const timer = setInterval(() => {
    if (process.ppid === parent && (!shell || parentOf(parent) === npm)) return;
    clearInterval(timer);
    then();
  }, 100);
  timer.unref();
}

/**
 * Whether the process is the shell that npm put between; it has the script's command line in its own.
 *
 * @param {number} pid
 */
function isShell(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1] === '-c';
  } catch {
    // Not Linux: the shells of other systems give way to the program they start.
    return false;
  }
}

/** @param {number} pid */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
