import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Declared, undeclared } from '../../cli/documents/declared.ts';
import type { Read } from '../../cli/documents/document.ts';
import { type FileOptions, openFiles } from '../../cli/documents/files.ts';

/** A folder of files that the command line reads. */
export interface Files extends AsyncDisposable {
  path(name: string): string;
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** The records of a file or folder, with its own path left out of their origins and of the ids of documents. */
  read(name: string, options?: FileOptions, declared?: Declared, from?: number): Promise<Read[]>;
}

export async function temporaryFiles(): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'kitegraph-'));
  const path = (name: string) => join(folder, name);
  const short = (text: string) => text.replace(`${folder}/`, '');
  return {
    path,
    async write(name, content) {
      await mkdir(dirname(path(name)), { recursive: true });
      await writeFile(path(name), content);
    },
    async read(name, options = {}, declared = undeclared, from = 0) {
      const reads: Read[] = [];
      for await (const file of await openFiles([path(name)], options)) {
        for await (const read of file.records(declared, from)) reads.push(read);
      }
      return reads.map((read) => {
        const named = { ...read, origin: short(read.origin) };
        named.place = { ...read.place, file: short(read.place.file) };
        if ('input' in named) named.input = { ...named.input, documentId: short(named.input.documentId) };
        return named;
      });
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** What is said of each record: the document, or the problem, by its origin. */
export function byOrigin(reads: Read[]): Record<string, unknown> {
  return Object.fromEntries(
    reads.map((read) => [
      read.origin,
      'input' in read ? read.input : 'problem' in read ? read.problem : { deleted: read.deletedId },
    ]),
  );
}

/** The document of a file that holds one. */
export function onlyDocument(reads: Read[]) {
  const [read] = reads;
  if (reads.length !== 1 || !read || !('input' in read))
    throw new Error(`not one document: ${JSON.stringify(reads)}`);
  return read.input;
}

/** Text in pieces of so many bytes, as a pipe may bring it. */
export async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
