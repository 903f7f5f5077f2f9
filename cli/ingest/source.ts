import { stat } from 'node:fs/promises';
import type { OpenedFile } from '../documents/bytes.ts';
import type { Declared } from '../documents/declared.ts';
import type { FileMark, Read } from '../documents/document.ts';
import { type FileOptions, openFiles } from '../documents/files.ts';
import { combined, fingerprintOf } from '../documents/fingerprint.ts';

/** Where the documents of an import come from. */
export interface Source {
  /** Reads them, knowing what the collection declares. @param from goes on after this mark */
  reads(declared: Declared, from?: FileMark): AsyncIterable<Read>;
  /** How much of it was read by now, 0 to 1; undefined where that is not known. */
  fraction?(): number | undefined;
  /** How it can be read again, from its beginning or from a mark. Missing where it can be read once only. */
  again?: {
    /** Equal for imports of the same files, read alike. */
    identity: unknown;
    /** Whether all that was read up to a mark is still as it was. */
    unchanged(mark: FileMark): Promise<boolean>;
  };
}

/** Files and folders. @throws Failure for a path that is not there or has no known format */
export async function fileSource(paths: readonly string[], options: FileOptions): Promise<Source> {
  // What is wrong with a path is said before anything is sent.
  await openFiles(paths, options);
  const size = await sizeOf(paths);
  let passed = 0;
  let opened: OpenedFile | undefined;
  const reading = {
    ...options,
    onOpen: (file: OpenedFile) => {
      opened = file;
    },
  };
  const fraction = () => (size ? Math.min(1, (passed + (opened?.bytesRead ?? 0)) / size) : undefined);

  async function* marked() {
    let before = '';
    let place = 0;
    for await (const file of await openFiles(paths, reading)) {
      const current = await fingerprintOf(file.path);
      yield { file, place, before, current };
      before = combined(before, current);
      place++;
    }
  }

  async function* reads(declared: Declared, from?: FileMark): AsyncGenerator<Read> {
    passed = 0;
    for await (const { file, place, before, current } of marked()) {
      if (!from || place >= from.file) {
        const passedOver = from?.file === place ? from.record : 0;
        for await (const read of file.records(declared, passedOver)) {
          yield { ...read, mark: { file: place, before, current, record: read.place.record + 1 } };
        }
      }
      opened = undefined;
      if (size) passed += (await stat(file.path).catch(() => undefined))?.size ?? 0;
    }
  }

  if (paths.includes('-')) {
    return {
      async *reads(declared) {
        for await (const file of await openFiles(paths, options)) yield* file.records(declared);
      },
    };
  }
  const { except: _, ...alike } = options;
  return {
    reads,
    fraction,
    again: {
      identity: { paths, cwd: process.cwd(), ...alike },
      async unchanged(mark) {
        for await (const { place, before, current } of marked()) {
          if (place === mark.file) return before === mark.before && current === mark.current;
        }
        return false;
      },
    },
  };
}

/** Bytes of all the files; undefined where folders are among them, which are looked into as they are read. */
async function sizeOf(paths: readonly string[]): Promise<number | undefined> {
  let size = 0;
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    size += found.size;
  }
  return size;
}
