import type { Api } from '../api/client.ts';
import { events } from '../api/subscribe.ts';
import type { Declared } from '../documents/declared.ts';
import { isDocument, type Read, type SourceDocument } from '../documents/document.ts';
import { Failure } from '../failure.ts';
import {
  CollectionNamedDocument,
  CreateCollectionDocument,
  type FieldInput,
  JobErrorsDocument,
} from '../generated/operations.ts';
import { batchesOf } from '../ingest/batches.ts';
import { type Mistake, Mistakes } from '../ingest/mistakes.ts';
import { sendAll } from '../ingest/send-all.ts';
import { Tally } from '../ingest/tally.ts';
import { upload } from '../ingest/upload.ts';
import { JobWatch } from '../ingest/watch.ts';
import { progressDisplay } from '../terminal/progress.ts';
import { counted, duration, printable, styled } from '../terminal/text.ts';

export interface IndexOptions {
  collection: string;
  /** Makes the collection where there is none. */
  create?: boolean;
  description?: string;
  fields?: FieldInput[];
  /** Values that every document gets. */
  metadata: Record<string, unknown>;
  /** A file for what could not be indexed. */
  errors?: string | undefined;
  batch: number;
  priority: number;
  /** Whether to wait until everything is indexed, rather than accepted. */
  wait: boolean;
}

const redrawMs = 250;

/**
 * Indexes documents and shows how far it is.
 * @param documents reads them, knowing what the collection declares
 * @returns whether every document was indexed
 */
export async function indexDocuments(
  api: Api,
  documents: (declared: Declared) => AsyncIterable<Read>,
  options: IndexOptions,
): Promise<boolean> {
  const declared = await ensureCollection(api, options);
  const started = performance.now();
  const tally = new Tally();
  using mistakes = new Mistakes(options.errors);
  const reject = (...found: Mistake[]) => {
    tally.rejected += found.length;
    mistakes.add(...found);
  };

  await using live = events(api.connection);
  const watch = new JobWatch(live, (job) => tally.change(job, performance.now()));
  const display = progressDisplay();
  const redraw = setInterval(() => display.show(tally.counts(performance.now())), redrawMs);
  const interrupted = () => {
    display.end();
    console.error('Interrupted. What was accepted goes on being indexed: see kitegraph jobs --follow');
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  try {
    await sendAll(
      batchesOf(readable(documents(declared), options.metadata, tally, reject), options.batch),
      async (batch) => {
        const { job, refused } = await upload(api, batch, options);
        reject(...refused);
        if (job && options.wait) watch.add(job.id);
      },
    );
    tally.complete = true;
    await watch.ended();
    display.show(tally.counts(performance.now()));
  } finally {
    clearInterval(redraw);
    process.off('SIGINT', interrupted);
    display.end();
  }
  for (const id of tally.failedJobs()) mistakes.add(...(await failedDocuments(api, id)));
  return report(options, tally, mistakes, (performance.now() - started) / 1000);
}

async function ensureCollection(
  api: Api,
  { collection: name, create, description, fields }: IndexOptions,
): Promise<Declared> {
  const { collection } = await api.request(CollectionNamedDocument, { name });
  if (collection) return collection;
  if (!create)
    throw new Failure(
      `There is no collection "${name}": make it with --create, or choose another with --collection.`,
    );
  const input = { name, ...(description !== undefined && { description }), ...(fields && { fields }) };
  const { createCollection } = await api.request(CreateCollectionDocument, { input });
  console.error(`Made the collection "${name}".`);
  return createCollection.collection;
}

/** Passes documents on with the metadata that all get; puts aside what could not be read. */
async function* readable(
  documents: AsyncIterable<Read>,
  metadata: Record<string, unknown>,
  tally: Tally,
  reject: (mistake: Mistake) => void,
): AsyncGenerator<SourceDocument> {
  for await (const read of documents) {
    tally.read++;
    if (!isDocument(read)) {
      reject(read);
      continue;
    }
    const own = read.input.metadata as Record<string, unknown> | undefined;
    yield { ...read, input: { ...read.input, metadata: { ...own, ...metadata } } };
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

function report(options: IndexOptions, tally: Tally, mistakes: Mistakes, seconds: number): boolean {
  const { read, processed, rejected, failed } = tally.counts(performance.now());
  const into = `in the collection "${options.collection}"`;
  const took = `in ${duration(seconds)} (${((read - rejected) / Math.max(seconds, 0.001)).toFixed(1)}/s)`;
  for (const { origin, problem } of mistakes.first) {
    console.error(`${styled('red', 'not indexed')}  ${printable(origin)}: ${printable(problem)}`);
  }
  const others = failed - mistakes.first.length;
  const everyOne =
    mistakes.path === undefined ? '--errors writes every one to a file' : `every one is in ${mistakes.path}`;
  if (others > 0) console.error(`and ${counted(others, 'other document')}: ${everyOne}.`);
  if (read === 0) console.log('Nothing to index: no document was found.');
  else if (options.wait)
    console.log(`${counted(processed - failed + rejected, 'document')} indexed ${into}, ${took}.`);
  else console.log(`${counted(read - rejected, 'document')} accepted ${into}, ${took}; indexing goes on.`);
  if (failed > 0) console.log(`${counted(failed, 'document')} not indexed.`);
  return failed === 0 && read > 0;
}
