import type { Api } from '../api/client.ts';
import { events } from '../api/subscribe.ts';
import type { Declared } from '../documents/declared.ts';
import type { Read } from '../documents/document.ts';
import { JobErrorsDocument, type OnConflict } from '../generated/operations.ts';
import { progressDisplay } from '../terminal/progress.ts';
import { count, counted } from '../terminal/text.ts';
import { type Batch, batchesOf } from './batches.ts';
import { endingWell } from './interrupted.ts';
import { type Mistake, Mistakes } from './mistakes.ts';
import { sendAll } from './send-all.ts';
import { sentenceOf } from './sentence.ts';
import type { Source } from './source.ts';
import { type ImportProgress, newImport, type StateFile, stateFile } from './state.ts';
import { type Counts, Tally } from './tally.ts';
import { type Accepted, upload } from './upload.ts';
import { JobWatch } from './watch.ts';

export interface ImportOptions {
  collection: string;
  /** Documents in a request. */
  batch: number;
  priority: number;
  /** The partition of documents that name none. */
  partition?: string | undefined;
  /** What to do with a document whose id exists. @default REPLACE */
  onConflict?: OnConflict | undefined;
  /** Documents are patched: they must be there. */
  patch?: boolean | undefined;
  /** A file for what could not be indexed. */
  errors?: string | undefined;
  /** Whether to wait until everything is indexed, rather than accepted. */
  wait: boolean;
  /** How long a server that is away is waited for, in seconds. */
  patience: number;
  /** Begins anew where an interrupted import could go on. */
  restart?: boolean | undefined;
}

/** What became of an import. */
export interface Imported extends Counts {
  /** Deletions among what was accepted. */
  deleted: number;
  /** Documents that were left as they are, since they exist. */
  skipped: number;
  mistakes: Pick<Mistakes, 'first' | 'path'>;
  /** How long it took, without what came before an interruption, in seconds. */
  seconds: number;
  /** Records that an interrupted run had read. */
  before: number;
}

const redrawMs = 250;

/**
 * Sends documents, several requests at a time, shows how far it is, and waits until they are indexed. What is in memory at a
 * time does not depend on how many there are. Where the source can be read again, an import that was interrupted goes on.
 */
export async function importDocuments(
  api: Api,
  source: Source,
  declared: Declared,
  options: ImportOptions,
): Promise<Imported> {
  const started = performance.now();
  const file = stateOf(api, source, options);
  const display = progressDisplay();
  const progress = await begin(source, file, options, display.say);
  const before = progress.read;
  using mistakes = new Mistakes(options.errors, progress.errors === options.errors ? progress.errorBytes : 0);
  const tally = new Tally(progress, options.wait ? 'processed' : 'accepted');
  tally.rejected = progress.rejected;
  tally.accepted = progress.read - progress.rejected;

  const keep = (how: 'write' | 'writeNow' = 'write') => {
    progress.errors = options.errors;
    progress.errorBytes = mistakes.bytes;
    file?.[how](progress);
  };
  const reject = (found: readonly Mistake[]) => {
    progress.rejected += found.length;
    tally.rejected = progress.rejected;
    mistakes.add(...found);
  };

  let waiting: string | null = null;
  const onWait = (reason: string | null) => {
    if (reason !== null && waiting === null) display.say(`Waiting: ${reason}. It is tried again.`);
    if (reason === null && waiting !== null) display.say('The server has answered: going on.');
    waiting = reason;
  };
  const lost = (isLost: boolean) => onWait(isLost ? 'the connection is lost' : null);
  await using live = events(api.connection, lost);
  const watch = new JobWatch(live, {
    onChange: (job) => tally.change(job, performance.now()),
    async onEnd(id, last) {
      const failed = last && last.failed > 0 ? await failedDocuments(api, id) : [];
      const takenBack = last?.takenBack ?? 0;
      if (takenBack > 0) {
        failed.push({
          origin: id,
          problem: `was cancelled, and ${counted(takenBack, 'document')} of it taken back`,
        });
      }
      const total = progress.jobs[id] ?? last?.total ?? 0;
      delete progress.jobs[id];
      mistakes.add(...failed);
      const became = { processed: last?.processed ?? total, failed: (last?.failed ?? 0) + takenBack };
      progress.processed += became.processed;
      progress.failed += became.failed;
      tally.end(id, became);
      keep();
    },
  });

  const settle = (batch: Batch, { job, skipped, refused }: Accepted) => {
    reject([...batch.mistakes, ...refused]);
    const documents = batch.additions.length + batch.deletions.length - refused.length;
    tally.accepted += documents;
    progress.read += batch.read;
    progress.deleted += batch.deletions.length;
    progress.skipped += skipped;
    // What was not there need not be deleted, and is in no job.
    const done = documents - (options.wait ? (job?.total ?? 0) : 0);
    progress.processed += done;
    tally.end('', { processed: done, failed: 0 });
    const first = progress.mark === undefined;
    if (batch.last.mark) progress.mark = batch.last.mark;
    if (job && options.wait) {
      progress.jobs[job.id] = job.total;
      watch.add(job.id);
    }
    tally.step(performance.now());
    keep(first ? 'writeNow' : 'write');
  };

  const show = () => {
    tally.fraction = source.fraction?.();
    display.show(sentenceOf(tally.counts(performance.now()), { ...options, waiting }));
  };
  const redraw = setInterval(show, redrawMs);
  using ending = endingWell(() => {
    display.end();
    if (progress.read > 0 || before > 0) keep('writeNow');
  }, file !== undefined);
  try {
    keep('writeNow');
    if (options.wait) for (const job of Object.keys(progress.jobs)) watch.add(job);
    const patience = { seconds: options.patience, onWait };
    const { importId } = progress;
    await sendAll(
      batchesOf(counting(source.reads(declared, progress.mark), tally), options.batch),
      (batch) => upload(api, batch, { ...options, importId, patience }),
      settle,
    );
    tally.complete = true;
    await watch.ended();
    show();
    file?.remove();
  } catch (error) {
    keep('writeNow');
    ending.failed();
    throw error;
  } finally {
    clearInterval(redraw);
    display.end();
  }
  const counts = tally.counts(performance.now());
  const { deleted, skipped } = progress;
  return { ...counts, deleted, skipped, mistakes, seconds: (performance.now() - started) / 1000, before };
}

function stateOf(api: Api, { again }: Source, options: ImportOptions): StateFile<ImportProgress> | undefined {
  const { url, tenant } = api.connection;
  const { collection, partition, onConflict } = options;
  const where = { url, tenant, collection, partition, onConflict };
  return again && stateFile<ImportProgress>({ ...where, source: again.identity });
}

/** Where to begin: where an interrupted import was, if it can go on. */
async function begin(
  source: Source,
  file: StateFile<ImportProgress> | undefined,
  { restart }: ImportOptions,
  say: (line: string) => void,
): Promise<ImportProgress> {
  const left = restart ? undefined : file?.read();
  if (!left?.mark) return left ?? newImport();
  if (!(await source.again?.unchanged(left.mark))) {
    say('An import of these files was interrupted, and they have changed since: it begins anew.');
    return newImport();
  }
  say(
    `Going on where the import was interrupted, after ${count(left.read)} documents. (--restart begins anew.)`,
  );
  return left;
}

async function* counting(reads: AsyncIterable<Read>, tally: Tally): AsyncGenerator<Read> {
  for await (const read of reads) {
    tally.read++;
    yield read;
  }
}

async function failedDocuments(api: Api, id: string): Promise<Mistake[]> {
  const { indexJob } = await api.request(JobErrorsDocument, { id });
  return (indexJob?.errors ?? []).map(({ documentId, message }) => ({
    origin: documentId,
    documentId,
    problem: message,
  }));
}
