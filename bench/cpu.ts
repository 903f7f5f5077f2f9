import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Of Linux: CPU time is counted in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** Seconds of CPU time of a process and of its children, until now; 0 where the system does not tell. */
export function cpuSeconds(pid: number): number {
  const own = statOf(pid).cpu / TICKS_PER_SECOND;
  const children = existsSync('/proc')
    ? readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(Number(name)).parent === pid)
    : [];
  return own + children.reduce((sum, child) => sum + cpuSeconds(Number(child)), 0);
}

function statOf(pid: number): { parent: number; cpu: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), cpu: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return { parent: 0, cpu: 0 };
  }
}
