import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from '../api/client.ts';
import { Refused, Unreachable } from '../api/errors.ts';
import type { SourceDocument } from '../documents/document.ts';
import { AddDocumentsDocument } from '../generated/operations.ts';
import type { Mistake } from './mistakes.ts';

export interface UploadOptions {
  collection: string;
  priority: number;
}

/** A batch that the server has accepted. `job` is missing where every document was refused. */
export interface Accepted {
  job?: { id: string; total: number };
  /** Documents that the server refused, with its reason. */
  refused: Mistake[];
}

/** How long a server that is away after it has answered once is waited for, in milliseconds. */
const patienceMs = 60_000;
const placeInBatch = /^input\.documents\[(\d+)\]\.?(.*)$/;

/**
 * Sends one batch. A document that the server finds wrong is left out, and the rest sent again without it. A part that
 * is away is waited for: adding a document twice does no harm.
 * @throws Refused where the mistake is not a document's, Unreachable, Failure
 */
export async function upload(
  api: Api,
  batch: readonly SourceDocument[],
  { collection, priority }: UploadOptions,
): Promise<Accepted> {
  const refused: Mistake[] = [];
  let documents = [...batch];
  while (documents.length > 0) {
    try {
      const { addDocuments } = await patiently(() =>
        api.request(AddDocumentsDocument, {
          input: { collection, priority, documents: documents.map(({ input }) => input) },
        }),
      );
      return { job: addDocuments.job, refused };
    } catch (error) {
      const wrong = wrongDocuments(error);
      if (wrong.size === 0) throw error;
      for (const [index, { origin, place, input }] of documents.entries()) {
        const problem = wrong.get(index);
        if (problem !== undefined) refused.push({ origin, place, documentId: input.documentId, problem });
      }
      documents = documents.filter((_, index) => !wrong.has(index));
    }
  }
  return { refused };
}

/** The problems of single documents by their place in the batch. */
function wrongDocuments(error: unknown): Map<number, string> {
  const wrong = new Map<number, string>();
  if (!(error instanceof Refused)) return wrong;
  for (const { message, extensions } of error.problems) {
    const [, place, rest] = placeInBatch.exec(extensions?.argument ?? '') ?? [];
    if (place === undefined) return new Map();
    const problem = message.replace(`${extensions?.argument}: `, rest ? `${rest}: ` : '');
    wrong.set(Number(place), problem);
  }
  return wrong;
}

async function patiently<T>(send: () => Promise<T>): Promise<T> {
  const end = performance.now() + patienceMs;
  for (let wait = 250; ; wait = Math.min(wait * 2, 5_000)) {
    try {
      return await send();
    } catch (error) {
      const passing = error instanceof Unreachable || (error instanceof Refused && error.passing);
      if (!passing || performance.now() + wait > end) throw error;
      await delay(wait);
    }
  }
}
