import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** By path, size and time of the last change. */
const known = new Map<string, Promise<string>>();

/** SHA-256 of a file, which is read anew only where it has changed. */
export async function hashOfFile(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const key = `${path} ${size} ${mtimeMs}`;
  const found = known.get(key);
  if (found) return found;
  const hash = readHash(path);
  known.set(key, hash);
  hash.catch(() => known.delete(key));
  return hash;
}

async function readHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}
