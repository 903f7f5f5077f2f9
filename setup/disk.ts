import { constants, existsSync } from 'node:fs';
import { access, lstat, mkdir, readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SetupError } from './explain.ts';
import { megabytes } from './progress.ts';

/** Bytes of all files below `dir`. */
export async function measureDirectory(dir: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) total += await measureDirectory(path);
    else total += (await lstat(path).catch(() => ({ size: 0 }))).size;
  }
  return total;
}

/** Refuses where `dir` (which need not exist yet) cannot be written, or its disk has less than `bytes` free. */
export async function requireRoom(dir: string, bytes: number): Promise<void> {
  let existing = dir;
  while (!existsSync(existing)) existing = dirname(existing);
  await access(existing, constants.W_OK);
  if (existing !== dir) await canMake(dir);
  const { bavail, bsize } = await statfs(existing);
  if (bavail * bsize >= bytes) return;
  throw new SetupError(
    `ENOSPC: ${megabytes(bytes)} are needed in ${existing}, ${megabytes(bavail * bsize)} are free`,
  );
}

/** Refuses, in the system's words, where the folder cannot be made: some that say that they are writable are not. */
async function canMake(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw new Error(`${dir} cannot be made (${(error as Error).message}). Choose another folder.`, {
      cause: error,
    });
  }
}
