import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess, identify, isRunning, type ProcessIdentity } from './process.ts';

interface Tenancy {
  /** The store's process. */
  store: ProcessIdentity;
  /** The Kitegraph that started it. */
  owner: ProcessIdentity;
}

/** A store or a data directory is in use by another Kitegraph. */
export class InUse extends Error {
  readonly pid: number;
  constructor(path: string, pid: number) {
    super(
      `${path} is in use by process ${pid}. Stop that process (kill ${pid}), or set KITEGRAPH_DATA_DIR to another directory.`,
    );
    this.name = 'InUse';
    this.pid = pid;
  }
}

/**
 * Prepares the start of a store: one that an earlier, now dead Kitegraph left running in this data directory is ended;
 * one whose owner lives is left alone and refused with `InUse`.
 */
export async function endOrphan(dataDir: string, part: string, signal: NodeJS.Signals): Promise<void> {
  const left = await read(dataDir, part);
  if (!left || !isRunning(left.store)) return;
  if (isRunning(left.owner)) throw new InUse(join(dataDir, part), left.owner.pid);
  await endProcess(left.store, signal, 10_000);
}

/** Notes in `<dataDir>/run/` that process `pid` is the store and this process its owner. */
export async function noteTenancy(dataDir: string, part: string, pid: number): Promise<void> {
  const store = identify(pid);
  const owner = identify(process.pid);
  if (!store || !owner) return;
  const file = fileOf(dataDir, part);
  await mkdir(join(dataDir, 'run'), { recursive: true });
  await writeFile(`${file}.${process.pid}.tmp`, JSON.stringify({ store, owner } satisfies Tenancy));
  await rename(`${file}.${process.pid}.tmp`, file);
}

async function read(dataDir: string, part: string): Promise<Tenancy | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(dataDir, part), 'utf8'));
  } catch {
    return undefined;
  }
}

function fileOf(dataDir: string, part: string): string {
  return join(dataDir, 'run', `${part}.json`);
}
