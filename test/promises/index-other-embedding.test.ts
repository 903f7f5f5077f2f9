import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { estimateTokens } from '../../lib/embedding/token-estimate.ts';
import { type Refusal, startOtherEmbedding } from '../support/embedding-server.ts';
import { startIndexing, workedOff } from '../support/indexing.ts';
import { bootParts, type Parts } from '../support/parts.ts';

let parts: Parts;
before(async () => {
  parts = await bootParts();
});
after(() => parts?.[Symbol.asyncDispose]());

const indexingWith = ({ embedding }: { embedding: { url: string; model: string } }) =>
  startIndexing(parts, { embedding });

test('a document that the embedding server refuses fails alone: the others are indexed, and the job names it', async () => {
  const error = { code: 'content_refused', message: 'the text is not allowed' };
  const refuse = async (texts: string[]) =>
    texts.some((text) => text.includes('forbidden')) ? error : undefined;
  await using server = await startOtherEmbedding(refuse);
  await using index = await indexingWith(server);
  await index.create({ name: 'refused' });
  const documents = Array.from({ length: 12 }, (_, n) => ({
    documentId: `d${n}`,
    content: n === 7 ? 'a forbidden text' : `an innocent text ${n}`,
  }));
  const { job } = await index.add({ collection: 'refused', documents, waitFor: 'INDEXED' });
  assert.deepEqual([job.status, job.total, job.processed, job.failed], ['COMPLETED_WITH_ERRORS', 12, 12, 1]);
  assert.deepEqual(job.errors, [
    { documentId: 'd7', code: 'CONTENT_REFUSED', message: 'embedding refused: the text is not allowed' },
  ]);
  assert.equal((await index.collection('refused')).collection.vectorCount, 11);
  const mended = [{ documentId: 'd7', content: 'an innocent text after all' }];
  const again = await index.add({ collection: 'refused', documents: mended, waitFor: 'INDEXED' });
  assert.equal(again.job.status, 'COMPLETED');
  assert.equal((await index.collection('refused')).collection.vectorCount, 12);
});

test('an embedding server that refuses everything makes indexing wait, and fails no document', async () => {
  let error: Refusal | undefined = { code: 'invalid_api_key', message: 'the key is wrong' };
  await using server = await startOtherEmbedding(async () => error);
  error = undefined;
  await using index = await indexingWith(server);
  await index.create({ name: 'locked' });
  error = { code: 'invalid_api_key', message: 'the key is wrong' };
  const documents = [{ documentId: 'a', content: 'patience' }];
  const { job } = await index.add({ collection: 'locked', documents });
  const watch = `subscription ($id: ID!) { indexJobProgress(id: $id) { job { status waitingFor failed } } }`;
  let last: { status: string; waitingFor: string | null; failed: number } | undefined;
  for await (const { data } of index.events(watch, { id: job.id })) {
    last = data.indexJobProgress.job;
    if (last?.status === 'WAITING') {
      assert.match(last.waitingFor ?? '', /the key is wrong/);
      error = undefined;
    }
  }
  assert.deepEqual(last, { status: 'COMPLETED', waitingFor: null, failed: 0 });
});

test('passages are no longer than what the model of the embedding server reads', async () => {
  const embedded: string[] = [];
  const note = async (texts: string[]) => void embedded.push(...texts);
  await using server = await startOtherEmbedding(note, 'short-sighted', 128);
  await using index = await indexingWith(server);
  await index.create({ name: 'short' });
  const content = Array.from({ length: 200 }, (_, n) => `Sentence ${n} tells of one more thing.`).join(' ');
  const documents = [{ documentId: 'long', title: 'A title '.repeat(100), content }];
  const { job } = await index.add({ collection: 'short', documents, waitFor: 'INDEXED' });
  assert.equal(job.status, 'COMPLETED');
  const longest = embedded.reduce((most, text) => Math.max(most, estimateTokens(text)), 0);
  assert.ok(embedded.length > 20 && longest < 128, `${embedded.length} texts of up to ${longest} tokens`);
  assert.equal((await index.document('short', 'long')).content, content);
});

test('a collection that cannot be made says what the embedding server has against it', async () => {
  await using server = await startOtherEmbedding(async () => ({
    code: 'invalid_api_key',
    message: 'the key is wrong',
  }));
  await using index = await indexingWith(server);
  const create = 'mutation { createCollection(input: { name: "unmade" }) { collection { id } } }';
  const { errors } = await index.ask(create);
  assert.equal(errors?.[0]?.extensions.code, 'PART_REFUSED');
  assert.match(errors?.[0]?.message ?? '', /embedding refused: the key is wrong/);
});

test('a collection waits rather than mix vectors of two models, and goes on with its own', async () => {
  const documents = [{ documentId: 'a', content: 'text' }];
  const watch = `subscription ($id: ID!) { indexJobProgress(id: $id, after: 0) { job { status waitingFor } } }`;
  await using own = await startOtherEmbedding();
  await using another = await startOtherEmbedding(undefined, 'another');
  let id = '';
  {
    await using index = await indexingWith(own);
    await index.create({ name: 'faithful' });
  }
  {
    await using index = await indexingWith(another);
    id = (await index.add({ collection: 'faithful', documents })).job.id;
    for await (const { data } of index.events(watch, { id })) {
      const { status, waitingFor } = data.indexJobProgress.job;
      if (status !== 'WAITING') continue;
      assert.match(waitingFor, /needs tiny .* but the service has another/);
      break;
    }
  }
  await using index = await indexingWith(own);
  assert.equal((await index.progress(id)).at(-1)?.job.status, 'COMPLETED');
});

test('a document that is replaced while it is embedded ends at its newest revision', async () => {
  const embedding = Promise.withResolvers<void>();
  const replaced = Promise.withResolvers<void>();
  const wait = async (texts: string[]) => {
    if (!texts.some((text) => text.includes('slow'))) return undefined;
    embedding.resolve();
    await replaced.promise;
  };
  await using server = await startOtherEmbedding(wait);
  await using index = await indexingWith(server);
  await index.create({ name: 'raced' });
  const send = (content: string) =>
    index.add({ collection: 'raced', documents: [{ documentId: 'a', content }] });
  const first = await send('a slow text');
  await embedding.promise;
  const second = await send('a quick text');
  replaced.resolve();
  for (const { job } of [first, second]) {
    const last = (await index.progress(job.id)).at(-1)?.job;
    assert.deepEqual([last?.status, last?.processed, last?.superseded], ['COMPLETED', 1, 0]);
  }
  const { collection } = await index.collection('raced');
  assert.deepEqual([collection.vectorCount, collection.pendingCount], [1, 0]);
  assert.equal((await index.document('raced', 'a')).revision, 2);
});

test('a document that is deleted while it is embedded is gone in the end', async () => {
  const embedding = Promise.withResolvers<void>();
  const deleted = Promise.withResolvers<void>();
  await using server = await startOtherEmbedding(async (texts) => {
    if (!texts.some((text) => text.includes('doomed'))) return undefined;
    embedding.resolve();
    await deleted.promise;
  });
  await using index = await indexingWith(server);
  await index.create({ name: 'doomed' });
  await index.add({ collection: 'doomed', documents: [{ documentId: 'a', content: 'a doomed text' }] });
  await embedding.promise;
  const { job } = await index.remove({ collection: 'doomed', documentIds: ['a'] });
  deleted.resolve();
  await index.progress(job.id);
  const { collection } = await index.collection('doomed');
  assert.deepEqual([collection.documentCount, collection.vectorCount], [0, 0]);
});

test('what is cancelled while it is embedded is taken back in the index too', async () => {
  const embedding = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  await using server = await startOtherEmbedding(async (texts) => {
    if (!texts.some((text) => text.includes('regretted'))) return undefined;
    embedding.resolve();
    await cancelled.promise;
  });
  await using index = await indexingWith(server);
  await index.create({ name: 'regretted' });
  const send = (documents: object[], more: object = {}) =>
    index.add({ collection: 'regretted', documents, ...more });
  await send([{ documentId: 'a', content: 'as it was' }], { waitFor: 'INDEXED' });
  const { job } = await send([
    { documentId: 'a', content: 'a regretted text' },
    { documentId: 'b', content: 'another regretted text' },
  ]);
  await embedding.promise;
  await index.data(`mutation { cancelIndexJob(input: { id: "${job.id}" }) { job { status } } }`);
  cancelled.resolve();
  await workedOff(index, 'regretted');
  const { documents, collection } = await index.data(
    '{ collection(name: "regretted") { documentCount vectorCount } documents(collection: "regretted") { edges { node { documentId content revision passages { end } } } } }',
  );
  assert.deepEqual(collection, { documentCount: 1, vectorCount: 1 });
  assert.deepEqual(
    documents.edges.map(({ node }: { node: object }) => node),
    [{ documentId: 'a', content: 'as it was', revision: 3, passages: [{ end: 9 }] }],
  );
});

test('a service that stops finishes the batch in hand and leaves the rest for the next', async () => {
  let embedded: string[] = [];
  let gate: Promise<void> | undefined;
  let started = Promise.withResolvers<void>();
  await using server = await startOtherEmbedding(async (texts) => {
    embedded.push(...texts);
    started.resolve();
    await gate;
    return undefined;
  });
  const first = await indexingWith(server);
  await first.create({ name: 'stopped' });
  // The collection's model was described by an embedding too.
  started = Promise.withResolvers();
  const opened = Promise.withResolvers<void>();
  gate = opened.promise;
  const documents = Array.from({ length: 150 }, (_, n) => ({ documentId: `d${n}`, content: `text ${n}` }));
  const { job } = await first.add({ collection: 'stopped', documents });
  await started.promise;
  const stopped = first[Symbol.asyncDispose]();
  opened.resolve();
  await stopped;
  embedded = [];
  await using second = await indexingWith(server);
  const last = (await second.progress(job.id)).at(-1)?.job;
  assert.deepEqual([last?.status, last?.processed], ['COMPLETED', 150]);
  assert.equal((await second.collection('stopped')).collection.vectorCount, 150);
  const again = embedded.filter((text) => text.startsWith('text '));
  assert.equal(again.length, 50, 'what the first had in hand was finished by it');
});
