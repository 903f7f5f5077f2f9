import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identify, isRunning, type ProcessIdentity } from './process.ts';
import { InUse } from './tenancy.ts';

const PREFIX = 'owner.';

/**
 * Makes this process the owner of a data directory until it is disposed or ends, however it ends.
 *
 * The owner is the live process named in the highest numbered file `<dataDir>/run/owner.<n>`. A file is put there whole
 * by `link`, which only one process can do for a number, and the highest is never removed: so of several processes that
 * find a dead owner exactly one follows it.
 *
 * @throws InUse when a live process owns it
 */
export async function lockDataDir(dataDir: string): Promise<AsyncDisposable> {
  const dir = join(dataDir, 'run');
  await mkdir(dir, { recursive: true });
  const me = identify(process.pid);
  const draft = join(dir, `.${PREFIX}${randomUUID()}`);
  await writeFile(draft, JSON.stringify(me));
  try {
    for (;;) {
      const last = await highest(dir);
      const owner = last > 0 ? await ownerIn(join(dir, PREFIX + last)) : undefined;
      if (owner && isRunning(owner)) throw new InUse(dataDir, owner.pid);
      const mine = join(dir, PREFIX + (last + 1));
      const won = await link(draft, mine).then(
        () => true,
        (error) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      // Somebody may have gone past this number, and removed the file that had it, since it was looked up.
      if (won && (await highest(dir)) === last + 1) {
        await removeBelow(dir, last + 1);
        return { [Symbol.asyncDispose]: () => writeFile(mine, '') };
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
}

async function highest(dir: string): Promise<number> {
  return Math.max(0, ...(await numbers(dir)));
}

async function removeBelow(dir: string, number: number): Promise<void> {
  for (const old of await numbers(dir)) if (old < number) await rm(join(dir, PREFIX + old), { force: true });
}

async function numbers(dir: string): Promise<number[]> {
  const names = await readdir(dir);
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => Number(name.slice(PREFIX.length)));
}

async function ownerIn(file: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
