import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Failure } from '../failure.ts';
import type { Read } from './document.ts';
import { readJson } from './json-array.ts';
import { readJsonLines } from './json-lines.ts';
import { fileName, markdownDocument } from './markdown.ts';
import type { RecordMapping } from './record.ts';

export const formats = ['jsonl', 'json', 'markdown', 'text'] as const;
export type Format = (typeof formats)[number];

const formatOfEnding: Record<string, Format> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.txt': 'text',
};

export interface ReadOptions extends RecordMapping {
  /** The format of every file. @default what its ending says */
  format?: Format | undefined;
}

/**
 * The documents of files and of all files below folders that end in .jsonl, .ndjson, .json, .md, .markdown or .txt
 * (hidden files and node_modules are passed over); `-` is standard input, as JSON Lines. Read as they are asked for.
 * @throws Failure for a path that is not there or has no known format
 */
export async function openDocuments(
  paths: readonly string[],
  options: ReadOptions,
): Promise<AsyncGenerator<Read>> {
  const sources = await Promise.all(paths.map(async (path) => ({ path, folder: await isFolder(path) })));
  const readers = sources.map(({ path, folder }) => {
    if (folder) return () => readFolder(path, options);
    const format = formatOf(path, options);
    return () => readFileDocuments(path, format, options);
  });
  return (async function* () {
    for (const reader of readers) yield* reader();
  })();
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

function formatOf(path: string, { format }: ReadOptions): Format {
  const found = format ?? (path === '-' ? 'jsonl' : formatOfEnding[extname(path).toLowerCase()]);
  if (found) return found;
  const known = Object.keys(formatOfEnding).join(', ');
  throw new Failure(`${path} has none of the endings ${known}: say what it is with --format.`);
}

async function* readFolder(folder: string, options: ReadOptions): AsyncGenerator<Read> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    const known = options.format ?? formatOfEnding[extname(entry.name).toLowerCase()];
    if (entry.isDirectory()) yield* readFolder(path, options);
    else if (entry.isFile() && known) yield* readFileDocuments(path, known, options);
  }
}

async function* readFileDocuments(path: string, format: Format, options: ReadOptions): AsyncGenerator<Read> {
  const name = path === '-' ? 'standard input' : path.split(sep).join('/');
  try {
    if (format === 'jsonl') yield* readJsonLines(textOf(path), name, options);
    else if (format === 'json') yield* readJson(textOf(path), name, options);
    else if (format === 'markdown') yield markdownDocument(await readFile(path, 'utf8'), name);
    else yield plainDocument(await readFile(path, 'utf8'), name);
  } catch (error) {
    yield { origin: name, problem: `cannot be read: ${(error as Error).message}` };
  }
}

function textOf(path: string): AsyncIterable<string> {
  if (path === '-') return process.stdin.setEncoding('utf8') as AsyncIterable<string>;
  return createReadStream(path, 'utf8') as AsyncIterable<string>;
}

function plainDocument(text: string, path: string): Read {
  return { origin: path, input: { documentId: path, title: fileName(path), content: text.trim() } };
}
