import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process, told apart from a later one that was given the same id. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the words of the system: compared, never read. */
  started: string;
}

/** The process that has this id now; undefined where none runs (one that has ended but is not yet collected is gone). */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? linuxStart(pid) : psStart(pid);
  return started ? { pid, started } : undefined;
}

/** Whether this very process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

/**
 * Ends a process that is not our child: `signal`, then KILL after `graceMs`. Resolves when it is gone. Does nothing
 * where its id belongs to another process by now.
 */
export async function endProcess(identity: ProcessIdentity, signal: NodeJS.Signals, graceMs: number) {
  for (const [name, wait] of [
    [signal, graceMs],
    ['SIGKILL', 5000],
  ] as const) {
    if (!isRunning(identity)) return;
    process.kill(identity.pid, name);
    for (const end = Date.now() + wait; isRunning(identity) && Date.now() < end; ) await sleep(20);
  }
  if (isRunning(identity))
    throw new Error(`Process ${identity.pid} does not end. Stop it, then start again.`);
}

/** Start time in clock ticks since boot, with the boot's own id: field 22 of /proc/<pid>/stat. */
function linuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[18]}`;
  } catch {
    return undefined;
  }
}

function psStart(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}
