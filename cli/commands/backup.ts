import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { Refused } from '../api/errors.ts';
import { linesOf, nothingRead, type ReadSoFar } from '../backup/lines.ts';
import { type BackedUp, newBackupFolder, writeManifest } from '../backup/manifest.ts';
import { nothingWritten, type Written, writeLines } from '../backup/write-lines.ts';
import {
  AlertRulesDocument,
  CollectionSettingsDocument,
  type CollectionSettingsFragment,
  ModelsDocument,
} from '../generated/operations.ts';
import { type ProgressDisplay, progressDisplay } from '../terminal/progress.ts';
import { table } from '../terminal/table.ts';
import { bytes, count, counted, duration } from '../terminal/text.ts';
import { version } from '../version.ts';
import { readCollections } from './collections.ts';

export interface BackupOptions {
  vectors?: boolean;
  patience: number;
  json?: boolean;
}

/** A collection whose documents are being read. */
interface Reading {
  before: CollectionSettingsFragment;
  so: ReadSoFar;
  file: string;
  written: Written;
}

/**
 * Writes a whole deployment into a folder, while it goes on being used. Every collection is read to its end, and then once
 * more what has changed since: each is as it was at one moment, and these moments lie as close as the second reading takes.
 */
export async function backup(api: Api, folder: string, options: BackupOptions): Promise<void> {
  const started = new Date();
  await newBackupFolder(folder);
  const display = progressDisplay();
  const readings: Reading[] = [];
  const collections: BackedUp[] = [];
  try {
    for (const { name } of await readCollections(api)) {
      const { collection: before } = await api.request(CollectionSettingsDocument, { name });
      if (!before) continue;
      const file = fileFor(name, readings);
      const reading = { before, so: nothingRead(before), file, written: nothingWritten() };
      if (await readOn(api, folder, reading, { ...options, display, append: false })) readings.push(reading);
    }
    for (const reading of readings) {
      const there = await readOn(api, folder, reading, { ...options, display, append: true });
      const settings = there && (await settingsOf(api, reading));
      if (settings) collections.push(backedUp(reading, settings));
    }
  } finally {
    display.end();
  }
  const names = new Set(collections.map(({ settings }) => settings.embeddingModel.name));
  const models = answered((await api.request(ModelsDocument, {})).models).filter(({ name }) =>
    names.has(name),
  );
  const alertRules = answered((await api.request(AlertRulesDocument, {})).alertRules);
  const manifest = {
    format: 1 as const,
    id: randomUUID(),
    kitegraph: version(),
    startedAt: started.toISOString(),
    finishedAt: new Date().toISOString(),
    vectors: options.vectors ?? false,
    collections,
    models,
    alertRules,
  };
  await writeManifest(folder, manifest);
  if (options.json) return console.log(JSON.stringify(manifest, null, 2));
  for (const line of summary(collections)) console.log(line);
  const rules = alertRules.length > 0 ? ` and ${counted(alertRules.length, 'alert rule')}` : '';
  const took = duration((Date.now() - started.getTime()) / 1000);
  console.log(`Wrote ${counted(collections.length, 'collection')}${rules} into ${folder}, in ${took}.`);
}

function summary(collections: readonly BackedUp[]): string[] {
  if (collections.length === 0) return [];
  return table(collections, [
    { title: 'COLLECTION', value: ({ name }) => name },
    { title: 'DOCUMENTS', value: ({ documents }) => count(documents), align: 'right' },
    { title: 'FILE', value: ({ file }) => file },
    { title: 'SIZE', value: (each) => bytes(each.bytes), align: 'right' },
  ]);
}

/** Names that differ in their case only would be one file on some machines. */
function fileFor(name: string, others: readonly Reading[]): string {
  const taken = new Set(others.map(({ file }) => file.toLowerCase()));
  for (let n = 1; ; n++) {
    const file = `${name}${n === 1 ? '' : `~${n}`}.jsonl.gz`;
    if (!taken.has(file.toLowerCase())) return file;
  }
}

/** Reads a collection on to its end. @returns false where it was deleted meanwhile; its file is gone then */
async function readOn(
  api: Api,
  folder: string,
  { before, so, file, written }: Reading,
  o: BackupOptions & { display: ProgressDisplay; append: boolean },
): Promise<boolean> {
  const { display, append } = o;
  const patience = {
    seconds: o.patience,
    onWait: (reason: string | null) => display.say(reason === null ? 'Going on.' : `Waiting: ${reason}.`),
  };
  const lines = linesOf(api, before, so, { vectors: o.vectors ?? false, patience });
  const shown = (async function* () {
    for await (const page of lines) {
      const total = so.documents ?? so.lines;
      const sentence = `${before.name}: ${count(so.lines)} of ${count(total)} documents, ${bytes(written.bytes)}`;
      display.show({ done: so.lines, total, sentence });
      yield page;
    }
  })();
  try {
    await writeLines(shown, join(folder, file), { append, packed: true, written });
    return true;
  } catch (error) {
    if (!(error instanceof Refused && error.only('COLLECTION_NOT_FOUND'))) throw error;
    await rm(join(folder, file), { force: true });
    display.say(`"${before.name}" was deleted meanwhile, and is left out.`);
    return false;
  }
}

/** The settings after the documents were read: none of these needs a field or a partition that is not among them. */
async function settingsOf(api: Api, { before }: Reading): Promise<CollectionSettingsFragment | undefined> {
  const { collection: after } = await api.request(CollectionSettingsDocument, { name: before.name });
  if (after?.id !== before.id) return undefined;
  const names = new Set(after.partitions.map(({ name }) => name));
  const dropped = before.partitions.filter(({ name }) => !names.has(name));
  return { ...after, partitions: [...after.partitions, ...dropped] };
}

function backedUp({ so, file, written }: Reading, settings: CollectionSettingsFragment): BackedUp {
  const { position, lines, expiring } = so;
  return {
    name: settings.name,
    file,
    bytes: written.bytes,
    sha256: written.hash.digest('hex'),
    position,
    documents: so.documents ?? lines,
    lines,
    expiring,
    settings,
  };
}
