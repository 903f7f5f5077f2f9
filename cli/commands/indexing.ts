import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import {
  IndexingDocument,
  type IndexingStateFragment,
  PauseIndexingDocument,
  ResumeIndexingDocument,
} from '../generated/operations.ts';
import { count, counted, styled } from '../terminal/text.ts';

interface Options {
  json?: boolean;
}

/** Prints whether indexing runs, and what it has done. */
export async function indexingStatus(api: Api, options: Options): Promise<void> {
  print(answered((await api.request(IndexingDocument, {})).indexing), options);
}

export async function pauseIndexing(api: Api, options: Options): Promise<void> {
  print((await api.request(PauseIndexingDocument, {})).pauseIndexing.indexing, options);
}

export async function resumeIndexing(api: Api, options: Options): Promise<void> {
  print((await api.request(ResumeIndexingDocument, {})).resumeIndexing.indexing, options);
}

function print(indexing: IndexingStateFragment, { json }: Options): void {
  console.log(json ? JSON.stringify(indexing, null, 2) : lines(indexing).join('\n'));
}

function lines(indexing: IndexingStateFragment): string[] {
  const { paused, pausedAt, working, pending, pendingLimit, statistics } = indexing;
  const since = pausedAt ? ` since ${new Date(pausedAt).toLocaleString('sv')}` : '';
  return [
    paused
      ? `Indexing is ${styled('yellow', 'paused')}${since}. Changes are still accepted; go on with kitegraph indexing resume.`
      : `Indexing ${styled('green', 'runs')}${working ? '' : ', and has nothing in hand'}.`,
    `${counted(pending, 'document')} wait${pending === 1 ? 's' : ''}; ${count(pendingLimit)} may.`,
    `Since the beginning: ${count(statistics.totalIndexed)} indexed, ${count(statistics.totalDeleted)} deleted, in ${count(statistics.batchesProcessed)} batches.`,
  ];
}
