import type { Api } from '../api/client.ts';
import type { Declared } from '../documents/declared.ts';
import { isDocument, type Read } from '../documents/document.ts';
import { Failure } from '../failure.ts';
import {
  CollectionNamedDocument,
  CreateCollectionDocument,
  DeleteCollectionDocument,
  type FieldInput,
} from '../generated/operations.ts';
import { checkAll } from '../ingest/check-all.ts';
import { type Imported, type ImportOptions, importDocuments } from '../ingest/import.ts';
import type { Mistakes } from '../ingest/mistakes.ts';
import type { Source } from '../ingest/source.ts';
import { count, counted, duration, printable, styled } from '../terminal/text.ts';
import { ensurePartition } from './partitions.ts';

export interface IndexOptions extends ImportOptions {
  /** Makes the collection where there is none. */
  create?: boolean;
  description?: string;
  fields?: FieldInput[];
  /** Values that every document gets. */
  metadata: Record<string, unknown>;
  /** Checks everything first, and changes nothing where something is wrong. */
  strict?: boolean;
}

/** What `npm run sample` and others need not say. */
export const usualImport = { metadata: {}, batch: 100, priority: 0, wait: true, patience: 300 };

/**
 * Indexes documents and shows how far it is.
 * @returns whether every document was indexed
 */
export async function indexDocuments(api: Api, source: Source, options: IndexOptions): Promise<boolean> {
  if (options.strict && options.patch) {
    throw new Failure('--strict checks whole documents only: leave out --strict or --patch.');
  }
  if (options.strict && !source.again) {
    throw new Failure('Standard input is there once only, and --strict reads twice: name a file.');
  }
  const { declared, made } = await ensureCollection(api, options);
  if (options.partition) {
    await ensurePartition(api, options.collection, options.partition, options.create ?? false);
  }
  const completed = withMetadata(source, options.metadata);
  if (options.strict) {
    const checked = await checkAll(api, completed, declared, options);
    if (checked.wrong > 0) {
      if (made) await api.request(DeleteCollectionDocument, { collection: options.collection });
      tellMistakes(checked.mistakes, checked.wrong);
      const changed = made
        ? 'nothing was indexed, and the new collection is gone again'
        : 'nothing was changed';
      console.log(`${counted(checked.wrong, 'document')} of ${checked.read} wrong: ${changed}.`);
      return false;
    }
  }
  return report(options, await importDocuments(api, completed, declared, options));
}

async function ensureCollection(
  api: Api,
  { collection: name, create, description, fields }: IndexOptions,
): Promise<{ declared: Declared; made: boolean }> {
  const { collection } = await api.request(CollectionNamedDocument, { name });
  if (collection) return { declared: collection, made: false };
  if (!create)
    throw new Failure(
      `There is no collection "${name}": make it with --create, or choose another with --collection.`,
    );
  const input = { name, ...(description !== undefined && { description }), ...(fields && { fields }) };
  const { createCollection } = await api.request(CreateCollectionDocument, { input });
  console.error(`Made the collection "${name}".`);
  return { declared: createCollection.collection, made: true };
}

/** The same source, its documents with the metadata that all get. */
function withMetadata(source: Source, metadata: Record<string, unknown>): Source {
  const { reads, again } = source;
  return {
    ...source,
    async *reads(declared, from): AsyncGenerator<Read> {
      for await (const read of reads(declared, from)) {
        if (!isDocument(read)) yield read;
        else {
          const own = read.input.metadata as Record<string, unknown> | undefined;
          yield { ...read, input: { ...read.input, metadata: { ...own, ...metadata } } };
        }
      }
    },
    ...(again && { again: { ...again, identity: [again.identity, metadata] } }),
  };
}

function report(options: IndexOptions, imported: Imported): boolean {
  const { read, accepted, processed, rejected, failed, deleted, skipped, seconds, before } = imported;
  const into = `in the collection "${options.collection}"`;
  const rate = (read - before) / Math.max(seconds, 0.001);
  const took = `in ${duration(seconds)}${read > before ? ` (${rate.toFixed(1)}/s)` : ''}`;
  tellMistakes(imported.mistakes, failed);
  const done = options.wait ? processed - (failed - rejected) : accepted;
  const indexed = done - deleted - skipped;
  const verb = options.wait ? (options.patch ? 'changed' : 'indexed') : 'accepted';
  const parts = [
    (indexed > 0 || deleted + skipped === 0) && `${counted(indexed, 'document')} ${verb}`,
    deleted > 0 && `${counted(deleted, 'document')} deleted`,
    skipped > 0 && `${counted(skipped, 'document')} left as they are`,
  ].filter(Boolean);
  const earlier = before > 0 ? `, ${count(before)} were read before the interruption` : '';
  const later = options.wait ? '' : '; indexing goes on';
  if (read === 0) console.log('Nothing to index: no document was found.');
  else console.log(`${parts.join(' and ')} ${into}, ${took}${earlier}${later}.`);
  if (failed > 0) console.log(`${counted(failed, 'document')} not indexed.`);
  return failed === 0 && read > 0;
}

function tellMistakes({ first, path }: Pick<Mistakes, 'first' | 'path'>, failed: number): void {
  for (const { origin, problem } of first) {
    console.error(`${styled('red', 'not indexed')}  ${printable(origin)}: ${printable(problem)}`);
  }
  const others = failed - first.length;
  const everyOne = path === undefined ? '--errors writes every one to a file' : `every one is in ${path}`;
  if (others > 0) console.error(`and ${counted(others, 'other document')}: ${everyOne}.`);
}
