import type { Api } from '../api/client.ts';
import type { Declared } from '../documents/declared.ts';
import { CheckDocumentsDocument } from '../generated/operations.ts';
import { progressDisplay } from '../terminal/progress.ts';
import { count } from '../terminal/text.ts';
import { type Batch, batchesOf } from './batches.ts';
import type { ImportOptions } from './import.ts';
import { type Mistake, Mistakes } from './mistakes.ts';
import { patiently } from './patience.ts';
import { sendAll } from './send-all.ts';
import type { Source } from './source.ts';
import { additions, problemOf } from './upload.ts';

/** What a check has found. */
export interface Checked {
  read: number;
  wrong: number;
  mistakes: Pick<Mistakes, 'first' | 'path'>;
}

/** Reads everything and has the server check it, which changes nothing. */
export async function checkAll(
  api: Api,
  source: Source,
  declared: Declared,
  options: ImportOptions,
): Promise<Checked> {
  using mistakes = new Mistakes(options.errors);
  const display = progressDisplay();
  let [read, wrong] = [0, 0];
  const patience = {
    seconds: options.patience,
    onWait: (reason: string | null) => reason && display.say(reason),
  };
  try {
    await sendAll(
      batchesOf(source.reads(declared), options.batch),
      (batch) => patiently(() => check(api, batch, options), patience),
      (batch, found) => {
        read += batch.read;
        wrong += batch.mistakes.length + found.length;
        mistakes.add(...batch.mistakes, ...found);
        const sentence = `checked ${count(read)} documents${wrong > 0 ? `, ${count(wrong)} wrong` : ''}`;
        display.show({ done: 0, total: 1, sentence });
      },
    );
  } finally {
    display.end();
  }
  return { read, wrong, mistakes };
}

async function check(api: Api, batch: Batch, options: ImportOptions): Promise<Mistake[]> {
  const { additions: documents, tenant } = batch;
  if (documents.length === 0) return [];
  const its = tenant === undefined ? api : api.of(tenant);
  const input = { collection: options.collection, ...additions(documents, options) };
  const { checkDocuments } = await its.request(CheckDocumentsDocument, { input });
  const problems = new Map<number, string>();
  for (const { index, argument, message } of checkDocuments ?? []) {
    const rest = argument.replace(/^input\.documents\[\d+\]\.?/, '');
    if (index !== null && !problems.has(index)) problems.set(index, problemOf(message, argument, rest));
  }
  return [...problems].flatMap(([index, problem]) => {
    const found = documents[index];
    return found
      ? [{ origin: found.origin, place: found.place, documentId: found.input.documentId, problem }]
      : [];
  });
}
