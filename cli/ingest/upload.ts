import { createHash } from 'node:crypto';
import { stringifyJson64 } from '../../lib/json64.ts';
import type { Api } from '../api/client.ts';
import { Refused } from '../api/errors.ts';
import type { SourceDocument } from '../documents/document.ts';
import {
  AddDocumentsDocument,
  type AddDocumentsInput,
  CheckDocumentsDocument,
  DeleteDocumentsDocument,
  type OnConflict,
  UpdateDocumentsDocument,
} from '../generated/operations.ts';
import type { Batch } from './batches.ts';
import { bring } from './bring.ts';
import type { Mistake } from './mistakes.ts';
import { type Patience, patiently } from './patience.ts';

export interface UploadOptions {
  collection: string;
  priority: number;
  /** Of documents that name none themselves. */
  partition?: string | undefined;
  /** What to do with a document whose id exists. @default REPLACE */
  onConflict?: OnConflict | undefined;
  /** Documents are patched: they must be there. */
  patch?: boolean | undefined;
  /** Names the import: a request of it that is sent again, its answer lost, changes nothing. */
  importId: string;
  patience: Patience;
}

/** A batch that the server has accepted. `job` is missing where nothing of it was. */
export interface Accepted {
  job?: { id: string; total: number };
  /** Documents that were left as they are, since they exist. */
  skipped: number;
  /** Documents that the server refused, with its reason. */
  refused: Mistake[];
}

const placeInBatch = /^input\.documents\[(\d+)\]\.?(.*)$/;

/**
 * Sends one batch. A document that the server finds wrong is left out, and the rest sent again without it.
 * @throws Refused where the mistake is not a document's, Unreachable, Failure
 */
export async function upload(api: Api, batch: Batch, options: UploadOptions): Promise<Accepted> {
  const its = batch.tenant === undefined ? api : api.of(batch.tenant);
  if (batch.deletions.length > 0) return { job: await remove(its, batch, options), skipped: 0, refused: [] };
  const refused: Mistake[] = [];
  let documents = batch.additions;
  await bring(api, documents, options);
  while (documents.length > 0) {
    try {
      return { ...(await send(its, documents, batch, options)), refused };
    } catch (error) {
      if (!(error instanceof Refused) || !error.problems.every(aboutDocument)) throw error;
      const wrong = await wrongDocuments(its, documents, options, error);
      for (const [index, { origin, place, input }] of documents.entries()) {
        const problem = wrong.get(index);
        if (problem !== undefined) refused.push({ origin, place, documentId: input.documentId, problem });
      }
      documents = documents.filter((_, index) => !wrong.has(index));
    }
  }
  return { skipped: 0, refused };
}

async function send(
  api: Api,
  documents: readonly SourceDocument[],
  batch: Batch,
  options: UploadOptions,
): Promise<Pick<Accepted, 'job' | 'skipped'>> {
  const { collection, priority, importId, patience } = options;
  const inputs = documents.map((document) => document.input);
  const idempotencyKey = keyOf(importId, batch, inputs);
  const common = { collection, priority, idempotencyKey };
  if (options.patch) {
    const input = { ...common, documents: inputs };
    const { updateDocuments } = await patiently(
      () => api.request(UpdateDocumentsDocument, { input }),
      patience,
    );
    return { job: updateDocuments.job, skipped: 0 };
  }
  const input = { ...common, ...additions(documents, options) };
  return (await patiently(() => api.request(AddDocumentsDocument, { input }), patience)).addDocuments;
}

/** The documents as the server takes them, and what goes for all of them. */
export function additions(
  documents: readonly SourceDocument[],
  { partition, onConflict }: Pick<UploadOptions, 'partition' | 'onConflict'>,
): Pick<AddDocumentsInput, 'documents' | 'partition' | 'onConflict'> {
  return {
    documents: documents.map(({ input }) => input),
    ...(partition && { partition }),
    ...(onConflict && { onConflict }),
  };
}

async function remove(api: Api, batch: Batch, { collection, priority, importId, patience }: UploadOptions) {
  const documentIds = batch.deletions.map(({ deletedId }) => deletedId);
  const idempotencyKey = keyOf(importId, batch, documentIds);
  const input = { collection, priority, documentIds, idempotencyKey };
  const answer = await patiently(() => api.request(DeleteDocumentsDocument, { input }), patience);
  return answer.deleteDocuments.job;
}

/** The same for the same part of the same import, and for nothing else. */
function keyOf(importId: string, { last }: Batch, content: unknown): string {
  const { file, record } = last.place;
  return createHash('sha256')
    .update(stringifyJson64([importId, file, record, content]))
    .digest('base64url');
}

function aboutDocument({ extensions }: Refused['problems'][number]): boolean {
  return placeInBatch.test(extensions?.argument ?? '');
}

/** The problems of single documents by their place in the batch: all that the server finds, and at least what it has said. */
async function wrongDocuments(
  api: Api,
  documents: readonly SourceDocument[],
  options: UploadOptions,
  { problems }: Refused,
): Promise<Map<number, string>> {
  const input = { collection: options.collection, ...additions(documents, options) };
  const check = () => api.request(CheckDocumentsDocument, { input });
  const { checkDocuments } = options.patch
    ? { checkDocuments: [] }
    : await patiently(check, options.patience);
  const wrong = new Map<number, string>();
  const said = problems.map(({ message, extensions }) => ({ message, argument: extensions?.argument ?? '' }));
  for (const { message, argument } of [...said, ...(checkDocuments ?? [])]) {
    const [, place, rest] = placeInBatch.exec(argument) ?? [];
    if (place !== undefined) wrong.set(Number(place), problemOf(message, argument, rest));
  }
  return wrong;
}

/** What the server says of a document, without its place in the request, which means nothing to who reads it. */
export function problemOf(message: string, argument: string, rest: string | undefined): string {
  return message.replace(`${argument}: `, rest ? `${rest}: ` : '');
}
