import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts } from '../support/parts.ts';

let parts: Parts;
let index: Awaited<ReturnType<typeof startIndexing>>;
before(async () => {
  parts = await bootParts();
  index = await startIndexing(parts);
});
after(async () => {
  await index?.[Symbol.asyncDispose]();
  await parts?.[Symbol.asyncDispose]();
});

interface Listed {
  totalCount: number;
  edges: { node: { documentId: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const fields = [
  { name: 'year', type: 'INT' },
  { name: 'lang', type: 'STRING' },
  { name: 'seen', type: 'DATETIME' },
  { name: 'isbn', type: 'INT' },
];

test('a document that is sent twice appears once, at its second content', async () => {
  await index.create({ name: 'twice' });
  const send = (content: string) =>
    index.add({ collection: 'twice', waitFor: 'INDEXED', documents: [{ documentId: 'a', content }] });
  assert.equal((await send('first')).job.status, 'COMPLETED');
  assert.equal((await send('second')).job.status, 'COMPLETED');
  const { collection, documents } = await index.collection('twice');
  assert.deepEqual(
    [collection.documentCount, collection.vectorCount, collection.pendingCount, documents.totalCount],
    [1, 1, 0, 1],
  );
  const document = await index.document('twice', 'a');
  assert.deepEqual([document.content, document.revision], ['second', 2]);
});

test('many writers of one document end at the last accepted revision, found once', async () => {
  await index.create({ name: 'writers' });
  const writes = Array.from({ length: 20 }, (_, n) =>
    index.add({
      collection: 'writers',
      waitFor: 'INDEXED',
      documents: [{ documentId: 'a', content: `writer ${n}` }],
    }),
  );
  const jobs = (await Promise.all(writes)).map((answer) => answer.job);
  assert.deepEqual(new Set(jobs.map((job) => job.status)), new Set(['COMPLETED']));
  const document = await index.document('writers', 'a');
  assert.equal(document.revision, 20);
  const { collection } = await index.collection('writers');
  assert.equal(collection.vectorCount, 1);
  assert.equal(collection.position.split('@')[1], '20');
});

test('a patch replaces what it gives, keeps what it leaves out and removes what it sets to null', async () => {
  await index.create({ name: 'patched', fields });
  const metadata = { year: 2024, lang: 'en', seen: '2024-05-31T12:00:00+02:00', isbn: '9223372036854775807' };
  const documents = [{ documentId: 'a', title: 'Title', content: 'Content', metadata }];
  await index.add({ collection: 'patched', documents });
  const { job } = await index.update({
    collection: 'patched',
    waitFor: 'INDEXED',
    documents: [{ documentId: 'a', title: null, metadata: { lang: null, year: 2025, extra: [1] } }],
  });
  assert.deepEqual([job.kind, job.status, job.total], ['UPDATE', 'COMPLETED', 1]);
  const { title, content, metadata: found, revision } = await index.document('patched', 'a');
  assert.deepEqual(
    { title, content, found, revision },
    {
      title: null,
      content: 'Content',
      found: { year: 2025, seen: '2024-05-31T10:00:00.000Z', isbn: '9223372036854775807', extra: [1] },
      revision: 2,
    },
  );
});

test('a patch of a document that does not exist refuses the whole request, naming it', async () => {
  await index.create({ name: 'missing' });
  await index.add({ collection: 'missing', documents: [{ documentId: 'a', content: 'here' }] });
  const before = await index.collection('missing');
  const documents = [
    { documentId: 'a', content: 'changed' },
    { documentId: 'b', content: 'nowhere' },
  ];
  const { error } = await index.update({ collection: 'missing', documents });
  assert.equal(error?.extensions.code, 'DOCUMENT_NOT_FOUND');
  assert.equal(error?.extensions.argument, 'input.documents[1].documentId');
  assert.match(error?.message ?? '', /"b"/);
  assert.deepEqual((await index.collection('missing')).documents, before.documents);
});

test('documents are deleted by ids, unknown ones passed over, or by a filter as of now', async () => {
  await index.create({ name: 'deleted', fields });
  const documents = Array.from({ length: 10 }, (_, year) => ({
    documentId: `d${year}`,
    content: `Text ${year}`,
    metadata: { year },
  }));
  await index.add({ collection: 'deleted', documents, waitFor: 'INDEXED' });
  const byIds = await index.remove({
    collection: 'deleted',
    documentIds: ['d0', 'nobody'],
    waitFor: 'INDEXED',
  });
  assert.deepEqual([byIds.job.kind, byIds.job.status, byIds.job.total], ['DELETE', 'COMPLETED', 1]);
  const filter = { field: 'year', gte: 5 };
  assert.equal((await index.remove({ collection: 'deleted', filter, waitFor: 'INDEXED' })).job.total, 5);
  const nothing = await index.remove({ collection: 'deleted', filter, waitFor: 'INDEXED' });
  assert.deepEqual([nothing.job.status, nothing.job.total, nothing.job.percent], ['COMPLETED', 0, 100]);
  const { collection, documents: left } = await index.collection('deleted');
  assert.deepEqual([collection.documentCount, collection.vectorCount], [4, 4]);
  assert.deepEqual(
    left.edges.map((edge: { node: { documentId: string } }) => edge.node.documentId),
    ['d1', 'd2', 'd3', 'd4'],
  );
});

test('a document that was deleted can be added again and goes on with the next revision', async () => {
  await index.create({ name: 'again' });
  const documents = [{ documentId: 'a', content: 'text' }];
  await index.add({ collection: 'again', documents, waitFor: 'INDEXED' });
  await index.remove({ collection: 'again', documentIds: ['a'], waitFor: 'INDEXED' });
  assert.equal(await index.document('again', 'a'), null);
  await index.add({ collection: 'again', documents, waitFor: 'INDEXED' });
  const { revision, indexedAt } = await index.document('again', 'a');
  assert.equal(revision, 3);
  assert.ok(indexedAt);
  assert.equal((await index.collection('again')).collection.vectorCount, 1);
});

test('a long document is indexed as several passages and shrinks to one with its text', async () => {
  await index.create({ name: 'long' });
  const content = Array.from(
    { length: 200 },
    (_, n) => `Sentence number ${n} speaks of boats and rivers.`,
  ).join(' ');
  await index.add({
    collection: 'long',
    documents: [{ documentId: 'a', title: 'Boats', content }],
    waitFor: 'INDEXED',
  });
  const passages = (await index.collection('long')).collection.vectorCount;
  assert.ok(passages > 3, `${passages} passages`);
  await index.update({
    collection: 'long',
    documents: [{ documentId: 'a', content: 'Short.' }],
    waitFor: 'INDEXED',
  });
  assert.equal((await index.collection('long')).collection.vectorCount, 1);
});

test('the documents of a collection are listed by id, page by page, through a filter', async () => {
  await index.create({ name: 'listed', fields });
  const documents = ['b', 'a', 'ä', 'Z', '10', '9'].map((documentId, year) => ({
    documentId,
    content: documentId,
    metadata: { year },
  }));
  await index.add({ collection: 'listed', documents });
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const answer: { documents: Listed } = await index.data(
      `query ($after: String) { documents(collection: "listed", first: 2, after: $after, filter: { field: "year", lt: 5 }) {
         totalCount edges { node { documentId } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    const page = answer.documents;
    assert.equal(page.totalCount, 5);
    seen.push(...page.edges.map((edge) => edge.node.documentId));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  assert.deepEqual(seen, ['10', 'Z', 'a', 'b', 'ä']);
});

test('a deleted collection is gone with its documents, its vectors and its jobs, and its name is free', async () => {
  await index.create({ name: 'gone' });
  const { job } = await index.add({ collection: 'gone', documents: [{ documentId: 'a', content: 'x' }] });
  await index.data('mutation { deleteCollection(input: { collection: "gone" }) { id name } }');
  assert.equal((await index.data('{ collection(name: "gone") { id } }')).collection, null);
  assert.equal((await index.data(`{ indexJob(id: "${job.id}") { id } }`)).indexJob, null);
  await index.create({ name: 'gone' });
  assert.equal((await index.collection('gone')).documents.totalCount, 0);
});
