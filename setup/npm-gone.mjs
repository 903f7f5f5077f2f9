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
  // npm was killed before this script had begun, and the first of all processes took it over.
  if (parent === 1 && !/npm|pnpm|yarn|bun/.test(commandOf(1) ?? 'npm') && !isShell(1)) return then();
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
  // Not Linux: the shells of other systems give way to the program they start.
  return commandOf(pid)?.split('\0')[1] === '-c';
}

/**
 * @param {number} pid
 * @returns {string | undefined} its command line, undefined where it cannot be known
 */
function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return undefined;
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
