import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const headBytes = 64 * 1024;

/** By which an import knows that a file is as it was when it was interrupted. */
export interface Fingerprint {
  size: number;
  /** When it was last changed, in milliseconds since 1970. */
  modified: number;
  /** SHA-256 of its first 64 kB, in hexadecimal digits. */
  head: string;
}

/** @throws Error where the file cannot be read */
export async function fingerprintOf(path: string): Promise<Fingerprint> {
  await using file = await open(path);
  const { size, mtimeMs } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
  return { size, modified: mtimeMs, head };
}

export function isUnchanged(before: Fingerprint, now: Fingerprint): boolean {
  return before.size === now.size && before.modified === now.modified && before.head === now.head;
}
