import { resolve } from 'node:path';
import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { type BackedUp, checkFile, type Manifest, readManifest } from '../backup/manifest.ts';
import {
  fillCollection,
  finishCollection,
  makeCollection,
  type RestoreOptions as OfCollection,
} from '../backup/restore-collection.ts';
import { ensureModels } from '../backup/restore-models.ts';
import { Failure } from '../failure.ts';
import {
  AlertRulesDocument,
  CreateAlertRuleDocument,
  DeleteCollectionDocument,
} from '../generated/operations.ts';
import { type StateFile, stateFile } from '../ingest/state.ts';
import { table } from '../terminal/table.ts';
import { count, counted, styled } from '../terminal/text.ts';
import { readCollections } from './collections.ts';

export interface RestoreOptions extends OfCollection {
  /** Only these; all where it is empty. */
  collection: string[];
  /** Deletes collections that exist, and restores them. */
  replace?: boolean;
}

/** How far a restore is. */
interface Progress {
  version: 1;
  /** Collections that it has made. */
  made: string[];
  /** Of these, the ones that are whole. */
  done: string[];
}

interface Restored extends BackedUp {
  /** Documents that are there now. */
  found: number;
  failed: number;
}

/**
 * Makes what a backup holds anew, and compares the counts. A restore that was interrupted goes on.
 * @returns whether everything is there
 */
export async function restore(api: Api, folder: string, options: RestoreOptions): Promise<boolean> {
  const manifest = await readManifest(folder);
  const wanted = chosen(manifest, options.collection);
  for (const each of wanted) await checkFile(folder, each);
  const file = stateFile<Progress>({
    restore: manifest.id,
    folder: resolve(folder),
    url: api.connection.url,
  });
  const progress = file.read() ?? { version: 1, made: [], done: [] };
  if (options.restart) progress.done = [];
  await ensureModels(api, manifest, wanted, options.model);
  await makeRoom(api, wanted, progress, options);
  const restored: Restored[] = [];
  for (const each of wanted)
    restored.push(await restoreOne(api, folder, manifest, each, { file, progress, ...options }));
  const rules = await restoreRules(api, manifest);
  const well = restored.every(isWhole);
  if (well) file.remove();
  report(restored, rules);
  return well;
}

function chosen({ collections }: Manifest, names: readonly string[]): BackedUp[] {
  const unknown = names.filter((name) => !collections.some((each) => each.name === name));
  if (unknown.length > 0) {
    const known = collections.map(({ name }) => name).join(', ');
    throw new Failure(`The backup has no collection "${unknown[0]}". It has: ${known}`);
  }
  return names.length === 0 ? collections : collections.filter(({ name }) => names.includes(name));
}

/** Sees to it that nothing is in the way. @throws Failure where a collection is that nobody has said to replace */
async function makeRoom(
  api: Api,
  wanted: readonly BackedUp[],
  progress: Progress,
  { replace, restart }: RestoreOptions,
): Promise<void> {
  const there = (await readCollections(api)).map(({ name }) => name);
  // What this restore has made, and somebody has deleted since, is made again.
  progress.made = progress.made.filter((name) => there.includes(name));
  progress.done = progress.done.filter((name) => there.includes(name));
  const taken = wanted.filter(({ name }) => there.includes(name)).map(({ name }) => name);
  const foreign = taken.filter((name) => !progress.made.includes(name));
  if (foreign.length > 0 && !replace) {
    throw new Failure(
      `These collections exist already: ${foreign.join(', ')}. Nothing was changed: restore others with --collection, or say --replace to delete these and restore them.`,
    );
  }
  for (const name of restart ? taken : foreign) {
    await api.request(DeleteCollectionDocument, { collection: name });
    progress.made = progress.made.filter((each) => each !== name);
  }
}

async function restoreOne(
  api: Api,
  folder: string,
  manifest: Manifest,
  backedUp: BackedUp,
  { file, progress, ...options }: RestoreOptions & { file: StateFile<Progress>; progress: Progress },
): Promise<Restored> {
  const { name, documents } = backedUp;
  let failed = 0;
  if (!progress.done.includes(name)) {
    const fresh = !progress.made.includes(name);
    if (fresh) {
      // Written down first: a restore that is killed between the two finds what it has made to be its own.
      progress.made.push(name);
      file.writeNow(progress);
      await makeCollection(api, backedUp, options);
    }
    console.error(styled('dim', `${name}: ${counted(documents, 'document')}`));
    const restart = fresh || (options.restart ?? false);
    const imported = await fillCollection(api, folder, manifest, backedUp, { ...options, restart });
    failed = imported.failed;
    for (const { origin, problem } of imported.mistakes.first) {
      console.error(`${styled('red', 'not restored')}  ${origin}: ${problem}`);
    }
  }
  const found = await finishCollection(api, backedUp);
  progress.done = [...new Set([...progress.done, name])];
  file.writeNow(progress);
  return { ...backedUp, found, failed };
}

/** Fewer are right where documents may have expired since. */
function isWhole({ documents, expiring, found, failed }: Restored): boolean {
  return failed === 0 && found <= documents && found >= documents - expiring;
}

/** Makes the alert rules of which no other has the name. @returns how many */
async function restoreRules(api: Api, { alertRules }: Manifest): Promise<number> {
  const there = answered((await api.request(AlertRulesDocument, {})).alertRules).map(({ name }) => name);
  const lacking = alertRules.filter(({ name }) => !there.includes(name));
  for (const input of lacking) await api.request(CreateAlertRuleDocument, { input });
  return lacking.length;
}

function report(restored: readonly Restored[], rules: number): void {
  if (restored.length > 0) {
    const lines = table(restored, [
      { title: 'COLLECTION', value: ({ name }) => name },
      { title: 'IN THE BACKUP', value: ({ documents }) => count(documents), align: 'right' },
      { title: 'RESTORED', value: ({ found }) => count(found), align: 'right' },
      {
        title: '',
        value: (each) => remark(each),
        dress: (cell, each) => styled(isWhole(each) ? 'green' : 'red', cell),
      },
    ]);
    console.log(lines.join('\n'));
  }
  const whole = restored.filter(isWhole).length;
  const and = rules > 0 ? ` and ${counted(rules, 'alert rule')}` : '';
  console.log(`Restored ${whole} of ${counted(restored.length, 'collection')}${and}.`);
}

function remark(each: Restored): string {
  const { documents, found, failed } = each;
  if (!isWhole(each)) return failed > 0 ? `${count(failed)} not restored` : 'counts differ';
  return found < documents ? `${count(documents - found)} have expired since` : 'complete';
}
