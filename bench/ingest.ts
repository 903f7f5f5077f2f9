/**
 * `npm run bench -- ingest`: documents a second from the mutation to searchable, beside the bare embedding model and beside the
 * bare SDK; how long one document takes on an idle system; and the memory that a large import takes.
 */
import { readFileSync } from 'node:fs';
import { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { capabilitiesOf } from '../lib/milvus/capabilities.ts';
import { connect, defaultDeadlines } from '../lib/milvus/connection.ts';
import { bm25Function, viewColumns, viewIndexes } from '../lib/milvus/schema.ts';
import { presentVector } from '../lib/vector.ts';
import { graphqlClient } from '../test/support/client.ts';
import { passage, vectorSource } from '../test/support/passages.ts';
import { bootStack } from '../test/support/stack.ts';
import { type BenchDocument, paragraphs } from './corpus.ts';

const DIMENSIONS = 384;
const IN_A_REQUEST = 500;
const REQUESTS_AT_ONCE = 4;

type Client = ReturnType<typeof graphqlClient>;
type Stack = Awaited<ReturnType<typeof bootStack>>;

export interface IngestOptions {
  /** Documents that are embedded. */
  documents: number;
  /** Documents with given vectors. */
  given: number;
  /** Documents of the import whose memory is watched; 0: none. */
  memory: number;
}

export async function measureIngest({ documents, given, memory }: IngestOptions): Promise<void> {
  {
    await using stack = await bootStack('one');
    const client = graphqlClient(stack.url);
    await besideTheModel(stack, client, paragraphs(documents));
    await besideTheSdk(stack, client, given);
    await oneByOne(stack, client);
  }
  if (memory > 0) await memoryOfAnImport(memory);
}

const seconds = (since: number) => (performance.now() - since) / 1000;

function say(name: string, rate: number, beside?: number) {
  const ratio = beside ? `   ratio ${(rate / beside).toFixed(2)}` : '';
  console.log(`  ${name.padEnd(44)} ${rate.toFixed(1).padStart(8)} a second${ratio}`);
}

async function embed(url: string, texts: readonly string[]): Promise<void> {
  for (let from = 0; from < texts.length; from += 64) {
    const body = { input: texts.slice(from, from + 64), input_type: 'passage', encoding_format: 'base64' };
    const response = await fetch(`${url}/v1/embeddings`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    await response.json();
  }
}

/** Adds documents and waits until all are found. @returns documents a second */
async function ingest(client: Client, collection: string, documents: readonly object[]): Promise<number> {
  await client.data(
    'mutation ($name: ID!) { createCollection(input: { name: $name }) { collection { id } } }',
    { name: collection },
  );
  const began = performance.now();
  const jobs: string[] = [];
  let next = 0;
  const send = async () => {
    for (let from = next; from < documents.length; from = next) {
      next = from + IN_A_REQUEST;
      const input = { collection, documents: documents.slice(from, next) };
      const { addDocuments } = await client.data(
        'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { job { id } } }',
        { input },
      );
      jobs.push(addDocuments.job.id);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, send));
  for (const id of jobs) {
    const query =
      'subscription ($id: ID!) { indexJobProgress(id: $id) { job { status errors { message } } } }';
    for await (const { data } of client.events(query, { id })) {
      if (data.indexJobProgress.job.errors.length > 0) throw new Error(JSON.stringify(data));
    }
  }
  return documents.length / seconds(began);
}

async function besideTheModel(stack: Stack, client: Client, documents: BenchDocument[]) {
  const url = stack.services.embedding?.url as string;
  const texts = documents.map(({ title, content }) => `${title}\n${content}`);
  await embed(url, texts.slice(0, 32));
  console.log(`\n${documents.length} paragraphs, embedded by the local model`);
  const began = performance.now();
  await embed(url, texts);
  const bare = documents.length / seconds(began);
  say('bare embedding model', bare);
  say('from the mutation to searchable', await ingest(client, 'embedded', documents), bare);
}

const text = (n: number) =>
  `Short document number ${n}: a few words about ${['kites', 'boats', 'trees', 'clouds'][n % 4]}.`;

async function besideTheSdk(stack: Stack, client: Client, count: number) {
  const vector = vectorSource(DIMENSIONS);
  const vectors = Array.from({ length: count }, vector);
  console.log(`\n${count} short documents with given vectors`);
  const bare = await bareUpserts(stack.stores.milvusAddress, vectors);
  say('bare SDK, upsert of the same rows', bare);
  const documents = vectors.map((each, n) => ({
    documentId: `g${n}`,
    content: text(n),
    vector: presentVector(each),
  }));
  say('from the mutation to searchable', await ingest(client, 'given', documents), bare);
}

/** Rows a second by the SDK itself: the same columns and indexes, 500 rows a call, one call at a time. */
async function bareUpserts(address: string, vectors: readonly Float32Array[]): Promise<number> {
  await using connection = connect({ address, deadlines: defaultDeadlines });
  const able = await capabilitiesOf(connection)();
  const shape = {
    dimensions: DIMENSIONS,
    index: { builtAs: 'FLAT', m: 16, efConstruction: 200 },
    partitions: 'NONE',
  } as const;
  const client = new MilvusClient({ address });
  const collection_name = 'bench_bare';
  await client.createCollection({
    collection_name,
    fields: viewColumns(shape, able),
    ...(able.keyword && { functions: [bm25Function] }),
    consistency_level: 'Strong',
  });
  for (const index of viewIndexes(shape, able)) await client.createIndex({ collection_name, ...index });
  await client.loadCollectionSync({ collection_name });
  const rows = vectors.map((vector, n) => ({
    ...passage({
      document: `g${n}`,
      text: text(n),
      terms: text(n)
        .toLowerCase()
        .replace(/[^a-z0-9 ]/g, ''),
      vector,
    }),
    headings: '[]',
    vector: Array.from(vector),
  }));
  const began = performance.now();
  for (let from = 0; from < rows.length; from += 500) {
    const answer = await client.upsert({ collection_name, data: rows.slice(from, from + 500) as never });
    if (answer.status.error_code !== 'Success') throw new Error(answer.status.reason);
  }
  await client.flushSync({ collection_names: [collection_name] });
  const rate = rows.length / seconds(began);
  await client.dropCollection({ collection_name });
  await client.closeConnection();
  return rate;
}

/** One document at a time on an idle system: from the mutation until a search would find it, less the time of its embedding. */
async function oneByOne(stack: Stack, client: Client) {
  const url = stack.services.embedding?.url as string;
  const times: number[] = [];
  const models: number[] = [];
  for (let n = 0; n < 60; n++) {
    const content = `Single document ${n} tells how long one document takes to be found, on a system that has nothing else to do.`;
    let began = performance.now();
    await embed(url, [`${content} bare`]);
    models.push(performance.now() - began);
    began = performance.now();
    await client.data(
      `mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { job { status } } }`,
      {
        input: {
          collection: 'embedded',
          waitFor: 'INDEXED',
          documents: [{ documentId: `single ${n}`, content }],
        },
      },
    );
    times.push(performance.now() - began);
  }
  const percentile = (list: number[], share: number) =>
    [...list].sort((a, b) => a - b)[Math.floor(share * list.length)] as number;
  console.log('\none document on an idle system, ms');
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const whole = percentile(times, share);
    const model = percentile(models, share);
    console.log(
      `  ${name}   from the mutation to searchable ${whole.toFixed(0)}, of which the embedding ${model.toFixed(0)}: the rest ${(whole - model).toFixed(0)}`,
    );
  }
}

/** The memory of the index service over an import of short documents with given vectors. */
async function memoryOfAnImport(count: number) {
  await using stack = await bootStack('each');
  const client = graphqlClient(stack.url);
  const { pid } = stack.services.index as { pid?: number };
  const megabytes = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  const vector = vectorSource(DIMENSIONS);
  console.log(`\nmemory of the index service over ${count} documents with given vectors`);
  const part = Math.ceil(count / 10);
  for (let done = 0; done < count; done += part) {
    const documents = Array.from({ length: Math.min(part, count - done) }, (_, n) => ({
      documentId: `m${done + n}`,
      content: text(done + n),
      vector: presentVector(vector()),
    }));
    const rate = await ingestInto(client, 'memory', documents, done === 0);
    console.log(
      `  after ${String(done + documents.length).padStart(7)}   ${megabytes().toFixed(0).padStart(5)} MB, ${rate.toFixed(0)} documents a second`,
    );
  }
}

async function ingestInto(client: Client, collection: string, documents: object[], make: boolean) {
  if (make) return ingest(client, collection, documents);
  const began = performance.now();
  let last = '';
  for (let from = 0; from < documents.length; from += IN_A_REQUEST) {
    const input = { collection, documents: documents.slice(from, from + IN_A_REQUEST) };
    last = (
      await client.data(
        'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { job { id } } }',
        {
          input,
        },
      )
    ).addDocuments.job.id;
  }
  for await (const _ of client.events(
    'subscription ($id: ID!) { indexJobProgress(id: $id) { job { status } } }',
    { id: last },
  ));
  return documents.length / seconds(began);
}
