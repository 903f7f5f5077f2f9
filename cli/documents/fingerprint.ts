import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const headBytes = 64 * 1024;

/**
 * By which an import knows that a file is as it was when it was interrupted: its path, its size, when it was last changed, and
 * its first 64 kB. A file that cannot be read has one too, which no file that can be has.
 */
export async function fingerprintOf(path: string): Promise<string> {
  const hash = createHash('sha256').update(path);
  try {
    await using file = await open(path);
    const { size, mtimeMs } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    hash.update(`\0${size} ${mtimeMs}\0`).update(buffer.subarray(0, bytesRead));
  } catch {
    hash.update('\0unreadable');
  }
  return hash.digest('base64url');
}

/** The fingerprint of several files: of those before, and the next one. */
export function combined(before: string, next: string): string {
  return createHash('sha256').update(`${before} ${next}`).digest('base64url');
}
