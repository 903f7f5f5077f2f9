import { readFile, stat } from 'node:fs/promises';
import type { Reader } from './supergraph-source.ts';

/**
 * Reads a supergraph out of a file. It looks at the file itself by its path each time, and so sees what a watch on a file
 * or a folder misses: a rename into its place, and a symbolic link anywhere on its path that leads elsewhere now. A file
 * that changes is read when it has not changed between two looks.
 */
export function supergraphFile(path: string): Reader {
  let first = true;
  let read = '';
  let seen = '';
  let text: string | undefined;

  async function stamp(): Promise<string> {
    try {
      const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
      return `${dev} ${ino} ${size} ${mtimeNs}`;
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  return {
    place: path,
    everyMs: 500,
    async read() {
      const now = await stamp();
      const settled = first || now === seen;
      seen = now;
      if (now === read || !settled) return undefined;
      const content = await readFile(path, 'utf8').catch((error) => {
        throw unreadable(path, error);
      });
      if ((await stamp()) !== now && !first) return undefined;
      first = false;
      read = now;
      if (content === text) return undefined;
      text = content;
      return content;
    },
  };
}

function unreadable(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return new Error(
    `The supergraph cannot be read: ${code === 'ENOENT' ? `there is no file ${path}` : message}`,
  );
}
