import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Api } from '../api/client.ts';
import { linesOf, nothingRead } from '../backup/lines.ts';
import { nothingWritten, writeLines } from '../backup/write-lines.ts';
import { CollectionSettingsDocument } from '../generated/operations.ts';
import { progressDisplay } from '../terminal/progress.ts';
import { bytes, count, counted, duration } from '../terminal/text.ts';
import { noCollection } from './collections.ts';

export interface ExportOptions {
  vectors?: boolean;
  patience: number;
}

/** Writes the documents of a collection as JSON Lines. @param path a file; standard output where there is none */
export async function exportCollection(
  api: Api,
  name: string,
  path: string | undefined,
  options: ExportOptions,
): Promise<void> {
  const started = performance.now();
  const { collection } = await api.request(CollectionSettingsDocument, { name });
  if (!collection) throw noCollection(name);
  const display = progressDisplay();
  const so = nothingRead(collection);
  const patience = {
    seconds: options.patience,
    onWait: (reason: string | null) => display.say(reason === null ? 'Going on.' : `Waiting: ${reason}.`),
  };
  const written = nothingWritten();
  const lines = linesOf(api, collection, so, { vectors: options.vectors ?? false, patience });
  const shown = (async function* () {
    for await (const page of lines) {
      const total = so.documents ?? so.lines;
      const sentence = `${count(so.lines)} of ${count(total)} documents${path === undefined ? '' : `, ${bytes(written.bytes)}`}`;
      // What goes to a terminal is its own progress.
      if (path !== undefined || !process.stdout.isTTY) display.show({ done: so.lines, total, sentence });
      yield page;
    }
  })();
  try {
    if (path === undefined) await pipeline(Readable.from(shown), process.stdout, { end: false });
    else await toFile(shown, path, written);
  } finally {
    display.end();
  }
  const size = path === undefined ? '' : `, ${bytes(written.bytes)} in ${path}`;
  const seconds = (performance.now() - started) / 1000;
  const documents = so.documents ?? so.lines;
  const again = so.lines - documents;
  console.error(`Exported ${counted(documents, 'document')} of "${name}"${size}, in ${duration(seconds)}.`);
  if (again > 0) {
    console.error(
      `${counted(again, 'line')} more than documents, since some changed meanwhile: the last line of each counts, as kitegraph index reads them.`,
    );
  }
}

/** A file of the name is there when it is whole, and not before. */
async function toFile(
  lines: AsyncIterable<string>,
  path: string,
  written: ReturnType<typeof nothingWritten>,
): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await writeLines(lines, partial, { append: false, packed: /\.gz$/i.test(path), written });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
