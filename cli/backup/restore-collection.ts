import { join } from 'node:path';
import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { type Deletion, isDocument, type Read } from '../documents/document.ts';
import { Failure } from '../failure.ts';
import {
  CollectionSettingsDocument,
  type CollectionSettingsFragment,
  CreateCollectionDocument,
  type CreateCollectionInput,
  CreatePartitionDocument,
  RebuildCollectionDocument,
  ReleasePartitionDocument,
  UpdateCollectionDocument,
} from '../generated/operations.ts';
import { type Imported, importDocuments } from '../ingest/import.ts';
import { fileSource, type Source } from '../ingest/source.ts';
import { followJob } from '../jobs/follow.ts';
import type { BackedUp, Manifest } from './manifest.ts';

export interface RestoreOptions {
  /** Used instead of the models that the backup names. */
  model?: string;
  batch: number;
  priority: number;
  patience: number;
  restart?: boolean;
}

/** Makes a collection with the settings that it had. */
export async function makeCollection(
  api: Api,
  { settings }: BackedUp,
  { model }: RestoreOptions,
): Promise<void> {
  await api.request(CreateCollectionDocument, { input: inputOf(settings, model) });
}

/** Gives a collection what cannot be said when it is made. */
async function completeSettings(api: Api, { name, settings }: BackedUp): Promise<CollectionSettingsFragment> {
  const made = await settingsNow(api, name);
  // Only what it had set itself: the rest goes on following the deployment's settings.
  const { batching } = settings;
  if (JSON.stringify(made.batching) !== JSON.stringify(batching)) {
    await api.request(UpdateCollectionDocument, { input: { collection: name, batching } });
  }
  const there = new Set(made.partitions.map((partition) => partition.name));
  for (const partition of settings.partitions.filter((each) => !there.has(each.name))) {
    await api.request(CreatePartitionDocument, { input: { collection: name, name: partition.name } });
  }
  return made;
}

function inputOf(settings: CollectionSettingsFragment, model: string | undefined): CreateCollectionInput {
  const {
    name,
    description,
    strict,
    passages,
    keywords,
    index,
    partitionBy,
    synonyms,
    search,
    embeddingModel,
    imageModel,
    readScopes,
  } = settings;
  const { kind, m, efConstruction, ef, targetRecall } = index;
  return {
    name,
    description,
    strict,
    model: model ?? embeddingModel.name,
    fields: settings.fields.map(({ default: value, ...field }) => ({
      ...field,
      ...(value !== null && { default: value }),
    })),
    passages,
    keywords,
    index: { kind, m, efConstruction, ef, ...(targetRecall && { targetRecall }) },
    synonyms,
    // What was backed up before there were images says nothing of them.
    ...(imageModel && { images: true }),
    search,
    readScopes,
    ...(partitionBy.by !== 'NONE' && {
      partitionBy: { by: partitionBy.by, ...(partitionBy.field && { field: partitionBy.field }) },
    }),
  };
}

/** Brings the documents of a collection that was made, or goes on with that. */
export async function fillCollection(
  api: Api,
  folder: string,
  manifest: Manifest,
  backedUp: BackedUp,
  options: RestoreOptions,
): Promise<Imported> {
  const { name, file } = backedUp;
  const declared = await completeSettings(api, backedUp);
  const [then, now] = [backedUp.settings.embeddingModel, declared.embeddingModel];
  if (then.name !== now.name || then.version !== now.version) {
    console.error(
      `${name}: its vectors were of ${then.name} ${then.version}, and here are of ${now.name} ${now.version}: its documents are embedded anew.`,
    );
  }
  const source = await fileSource([join(folder, file)], { format: 'jsonl' });
  return importDocuments(api, ofBackup(source, manifest), declared, {
    ...options,
    collection: name,
    wait: true,
  });
}

/** Documents that have expired since are as good as deleted, and the server takes none that has. */
function ofBackup({ reads, again, fraction }: Source, { id }: Manifest): Source {
  return {
    ...(fraction && { fraction }),
    ...(again && { again: { ...again, identity: { backup: id, ...(again.identity as object) } } }),
    async *reads(declared, from): AsyncGenerator<Read> {
      for await (const read of reads(declared, from)) {
        const expired =
          isDocument(read) && read.input.expiresAt && Date.parse(read.input.expiresAt) <= Date.now();
        if (!expired) yield read;
        else {
          const { input, brought: _, ...where } = read;
          yield { ...where, deletedId: input.documentId } satisfies Read & Deletion;
        }
      }
    },
  };
}

/** Does what can be done only when the documents are there. @returns how many there are */
export async function finishCollection(api: Api, { name, settings }: BackedUp): Promise<number> {
  const { index } = await settingsNow(api, name);
  // A collection is made for few documents: where it had the index for many, it gets that now.
  if (index.kind === 'AUTO' && index.builtAs !== settings.index.builtAs) {
    const { rebuildCollection } = await api.request(RebuildCollectionDocument, {
      collection: name,
      priority: 0,
    });
    await followJob(api, rebuildCollection.job);
  }
  for (const partition of settings.partitions.filter(({ loaded }) => !loaded)) {
    await api.request(ReleasePartitionDocument, { input: { collection: name, name: partition.name } });
  }
  return (await settingsNow(api, name)).documentCount;
}

async function settingsNow(api: Api, name: string): Promise<CollectionSettingsFragment> {
  const { collection } = await api.request(CollectionSettingsDocument, { name });
  if (!collection) throw new Failure(`The collection "${name}" was deleted while it was restored.`);
  return answered(collection);
}
