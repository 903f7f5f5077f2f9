import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from './api.ts';
import type { JudgedDocument } from './judged-set.ts';

const CREATE = `mutation ($name: ID!, $model: String) {
  createCollection(input: { name: $name, model: $model, description: "Documents of a test set",
    fields: [{ name: "lang", type: STRING }] }) { collection { id } }
}`;
const ADD = `mutation ($collection: ID!, $documents: [DocumentInput!]!) {
  addDocuments(input: { collection: $collection, documents: $documents }) { job { id } }
}`;
const JOB = 'query ($id: ID!) { indexJob(id: $id) { status processed failed total } }';

const STATE = 'query ($name: ID!) { collection(name: $name) { documentCount pendingCount } }';

interface CollectionState {
  documentCount: number;
  pendingCount: number;
}

interface JobState {
  status: string;
  processed: number;
  failed: number;
  total: number;
}

const DOCUMENTS_A_REQUEST = 250;
const LOOK_EVERY_MS = 1_000;

/**
 * Makes a collection and indexes documents into it, unless it is there and complete. Resolves when all can be found.
 * @param o.model of embeddings; the deployment's default where not given
 * @param o.progress gets the number of documents that can be found so far
 * @throws Error where a document could not be indexed
 */
export async function indexSet(
  api: Api,
  collection: string,
  documents: readonly JudgedDocument[],
  { model, progress }: { model?: string | undefined; progress?: (indexed: number) => void } = {},
): Promise<void> {
  const { collection: there } = await api.ask<{ collection: CollectionState | null }>(STATE, {
    name: collection,
  });
  if (there?.documentCount === documents.length && there.pendingCount === 0) return;
  if (!there) await api.ask(CREATE, { name: collection, model });
  const jobs: string[] = [];
  for (let from = 0; from < documents.length; from += DOCUMENTS_A_REQUEST) {
    const part = documents
      .slice(from, from + DOCUMENTS_A_REQUEST)
      .map(({ id, title, text, lang }) => ({ documentId: id, title, content: text, metadata: { lang } }));
    const { addDocuments } = await api.ask<{ addDocuments: { job: { id: string } } }>(ADD, {
      collection,
      documents: part,
    });
    jobs.push(addDocuments.job.id);
  }
  let indexed = 0;
  for (const id of jobs) {
    for (;;) {
      const { indexJob: job } = await api.ask<{ indexJob: JobState }>(JOB, { id });
      progress?.(indexed + job.processed);
      if (job.failed > 0) throw new Error(`${job.failed} documents of job ${id} could not be indexed`);
      if (job.status === 'COMPLETED') {
        indexed += job.total;
        break;
      }
      await delay(LOOK_EVERY_MS);
    }
  }
}
