import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type {
  AlertRulesQuery,
  CollectionSettingsFragment,
  ModelLineFragment,
} from '../generated/operations.ts';

/** What a backup holds. It is written last: a folder without it is no backup. */
export interface Manifest {
  format: 1;
  /** Names the backup. */
  id: string;
  /** Version of the command line that made it. */
  kitegraph: string;
  startedAt: string;
  finishedAt: string;
  /** Whether the vectors that the server had made are in it. */
  vectors: boolean;
  collections: BackedUp[];
  /** What is known of the models of the collections; the models themselves are not in it. */
  models: ModelLineFragment[];
  alertRules: NonNullable<AlertRulesQuery['alertRules']>;
}

/** A collection in a backup. */
export interface BackedUp {
  name: string;
  /** In the folder of the manifest. */
  file: string;
  bytes: number;
  /** SHA-256 of the file, in hexadecimal digits. */
  sha256: string;
  /** Position of the collection that the file stands for, and its documents there. */
  position: string;
  documents: number;
  lines: number;
  /** Lines of documents that expire. */
  expiring: number;
  settings: CollectionSettingsFragment;
}

const name = 'manifest.json';

/** Makes the folder of a backup. @throws Failure where it holds one already, or cannot be made */
export async function newBackupFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Failure(`The folder ${folder} cannot be made: ${(error as Error).message}`);
  }
  const there = await readFile(join(folder, name), 'utf8').catch(() => undefined);
  if (there !== undefined) throw new Failure(`${folder} holds a backup already: name another folder.`);
}

/** Writes it whole or not at all. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, name);
  {
    await using file = await open(`${path}.partial`, 'w');
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  }
  await rename(`${path}.partial`, path);
}

/** @throws Failure where there is no whole backup of a known format */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, name);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(
      `${folder} holds no whole backup (${(error as Error).message}): a backup that was interrupted has no ${name}.`,
    );
  }
  let manifest: Manifest;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`);
  }
  if (manifest.format === 1) return manifest;
  throw new Failure(
    `${path} is of format ${manifest.format}, and this is Kitegraph with format 1: use the version that made it (${manifest.kitegraph}), or a later one.`,
  );
}

/** @throws Failure where a file is not as it was written */
export async function checkFile(folder: string, { file, sha256 }: BackedUp): Promise<void> {
  const path = join(folder, file);
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece);
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`);
  }
  if (hash.digest('hex') !== sha256) {
    throw new Failure(`${path} is not as it was written (its SHA-256 differs): nothing was restored.`);
  }
}
