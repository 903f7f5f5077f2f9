import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { Failure } from '../failure.ts';
import { type Declared, undeclared } from './declared.ts';
import { originOf, type Read, Unfit } from './document.ts';
import { entriesOf, type Format, type FormatOptions, holdsOneDocument } from './formats.ts';

const formatOfEnding: Record<string, Format> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.pdf': 'pdf',
  '.txt': 'text',
  '.png': 'image',
  '.jpg': 'image',
  '.jpeg': 'image',
  '.webp': 'image',
};

export interface FileOptions extends FormatOptions {
  /** The format of every file. @default what its ending says */
  format?: Format | undefined;
  /** A file that is none of them, since it is being written. */
  except?: string | undefined;
}

/** A file with one document or many. */
export interface DocumentFile {
  /** `-` for standard input. */
  path: string;
  format: Format;
  /**
   * Its records in their order, read as they are asked for. A file that cannot be read on ends with a record that says so.
   * @param declared what the collection declares, by which metadata gets its types
   * @param from passes over so many records, which are not parsed then
   */
  records(declared?: Declared, from?: number): AsyncGenerator<Read>;
}

/**
 * Files, and all files below folders whose ending says their format (hidden files and node_modules are passed over, and pictures
 * where the collection takes no images); `-`
 * is standard input, as JSON Lines where `format` says nothing else. Folders are looked into as files are asked for.
 * @throws Failure for a path that is not there or has no known format
 */
export async function openFiles(
  paths: readonly string[],
  options: FileOptions,
): Promise<AsyncGenerator<DocumentFile>> {
  // All the vectors of a run are of one length.
  const vectorLength = {};
  const file = (path: string, format: Format, named: boolean): DocumentFile => ({
    path,
    format,
    records: (declared = undeclared, from = 0) =>
      !named && format === 'image' && !declared.imageModel
        ? nothing()
        : recordsIn(path, format, { ...options, declared, vectorLength }, from),
  });
  const sources = await Promise.all(
    paths.map(async (path) => {
      const folder = await isFolder(path);
      return { path, format: folder ? undefined : formatOf(path, options) };
    }),
  );
  const below = { ...options, except: options.except === undefined ? undefined : resolve(options.except) };
  return (async function* () {
    for (const { path, format } of sources) {
      if (format) yield file(path, format, true);
      else for await (const found of filesBelow(path, below)) yield file(found.path, found.format, false);
    }
  })();
}

async function* nothing(): AsyncGenerator<Read> {}

/** The records of all the files, one file after another. */
export async function* recordsOf(
  files: AsyncIterable<DocumentFile>,
  declared?: Declared,
): AsyncGenerator<Read> {
  for await (const file of files) yield* file.records(declared);
}

async function isFolder(path: string): Promise<boolean> {
  if (path === '-') return false;
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Failure(
      missing ? `${path} does not exist.` : `${path} cannot be read: ${(error as Error).message}`,
    );
  }
}

function formatOf(path: string, { format, except }: FileOptions): Format {
  if (except !== undefined && resolve(path) === resolve(except)) {
    throw new Failure(`${path} cannot be read and written at once.`);
  }
  const found = format ?? (path === '-' ? 'jsonl' : formatByEnding(path));
  if (!found) {
    const known = Object.keys(formatOfEnding).join(', ');
    throw new Failure(`${path} has none of the endings ${known}: say what it is with --format.`);
  }
  if (path === '-' && holdsOneDocument(found)) {
    throw new Failure(
      `A ${found} document has its path as its id, which standard input has not: name a file.`,
    );
  }
  return found;
}

/** Formats with many documents may be packed: .jsonl.gz */
function formatByEnding(path: string): Format | undefined {
  const packed = /\.gz$/i.test(path);
  const format = formatOfEnding[extname(path.replace(/\.gz$/i, '')).toLowerCase()];
  return packed && format && holdsOneDocument(format) ? undefined : format;
}

async function* filesBelow(
  folder: string,
  options: FileOptions,
): AsyncGenerator<{ path: string; format: Format }> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    const format = options.format ?? formatByEnding(entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, options);
    else if (entry.isFile() && format && resolve(path) !== options.except) yield { path, format };
  }
}

async function* recordsIn(
  path: string,
  format: Format,
  options: Parameters<typeof entriesOf>[3],
  from: number,
): AsyncGenerator<Read> {
  const file = path === '-' ? 'standard input' : path.split(sep).join('/');
  let record = 0;
  const placed = (at: object) => {
    const place = { file, ...at, record: record++ };
    return { origin: originOf(place), place };
  };
  try {
    for await (const { at, content } of entriesOf(path, file, format, options)) {
      const placing = placed(at);
      if (placing.place.record >= from) yield { ...placing, ...(await content()) };
    }
  } catch (error) {
    const { message } = error as Error;
    yield { ...placed({}), problem: error instanceof Unfit ? message : `cannot be read: ${message}` };
  }
}
