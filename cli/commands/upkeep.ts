import type { Api } from '../api/client.ts';
import { Refused } from '../api/errors.ts';
import { Failure } from '../failure.ts';
import {
  type JobLineFragment,
  OptimizeCollectionDocument,
  RebuildCollectionDocument,
  UpdateCollectionDocument,
  type UpdateCollectionInput,
  VerifyCollectionDocument,
} from '../generated/operations.ts';
import { conclude, type FollowOptions, outcome } from '../jobs/follow.ts';
import { confirm } from '../terminal/confirm.ts';
import { count, counted } from '../terminal/text.ts';

/** Builds the index of a collection anew. @returns whether the new one serves (or was begun) */
export async function rebuildCollection(
  api: Api,
  collection: string,
  options: FollowOptions & { priority: number },
): Promise<boolean> {
  const { priority } = options;
  const { rebuildCollection: begun } = await api.request(RebuildCollectionDocument, { collection, priority });
  return conclude(api, begun.job, options);
}

export async function optimizeCollection(
  api: Api,
  collection: string,
  options: FollowOptions,
): Promise<boolean> {
  const { optimizeCollection: begun } = await api.request(OptimizeCollectionDocument, { collection });
  return conclude(api, begun.job, options);
}

/** Compares the index of a collection with its documents. @returns whether they agree, now */
export async function verifyCollection(
  api: Api,
  collection: string,
  options: FollowOptions & { repair: boolean },
): Promise<boolean> {
  const { repair } = options;
  const { verifyCollection: begun } = await api.request(VerifyCollectionDocument, { collection, repair });
  let drifted = 0;
  const said = (job: JobLineFragment) => {
    if (job.status !== 'COMPLETED') return outcome(job);
    const compared = counted(job.total, 'document');
    if (!job.drifted) return `The index of "${collection}" agrees with its documents: ${compared} compared.`;
    if (repair) return `${compared} compared; ${count(job.drifted)} differed, and were mended.`;
    return `${compared} compared; ${count(job.drifted)} differ. Mend them with kitegraph verify ${collection}.`;
  };
  const well = await conclude(api, begun.job, options, (job) => {
    drifted = job.drifted ?? 0;
    return said(job);
  });
  return well && (repair || drifted === 0);
}

/** Changes a collection; where that needs a rebuild, asks first. @returns whether all was done */
export async function updateCollection(
  api: Api,
  input: UpdateCollectionInput,
  options: FollowOptions & { rebuild?: boolean },
): Promise<boolean> {
  const wanted = Object.keys(input).filter((name) => !['collection', 'priority'].includes(name));
  if (wanted.length === 0) throw new Failure('Say what to change: see kitegraph update --help.');
  const { collection, job } = await updated(api, { ...input, rebuild: options.rebuild ?? false });
  if (!options.json || !job) {
    console.log(
      options.json ? JSON.stringify(collection, null, 2) : `Changed the collection "${collection.name}".`,
    );
  }
  return job ? conclude(api, job, options) : true;
}

async function updated(api: Api, input: UpdateCollectionInput) {
  try {
    return (await api.request(UpdateCollectionDocument, { input })).updateCollection;
  } catch (error) {
    const reasons = error instanceof Refused && error.only('REBUILD_NEEDED')?.extensions?.reasons;
    if (!reasons) throw error;
    const question = `This needs a rebuild, because ${reasons.join('; ')}. Searches are answered by the old index meanwhile. Change and rebuild?`;
    await confirm(question, '--rebuild');
    return (await api.request(UpdateCollectionDocument, { input: { ...input, rebuild: true } }))
      .updateCollection;
  }
}
