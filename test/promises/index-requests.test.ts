import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts } from '../support/parts.ts';

let parts: Parts;
let index: Awaited<ReturnType<typeof startIndexing>>;
before(async () => {
  parts = await bootParts();
  index = await startIndexing(parts);
  await index.create({ name: 'requests' });
});
after(async () => {
  await index?.[Symbol.asyncDispose]();
  await parts?.[Symbol.asyncDispose]();
});

const one = (documentId: string, content: string, more: object = {}) => ({ documentId, content, ...more });
const add = (documents: object[], more: object = {}) =>
  index.add({ collection: 'requests', waitFor: 'INDEXED', documents, ...more });

test('a document that exists is replaced, refused or left as it is, as the request says', async () => {
  await add([one('a', 'first')]);
  const refused = await add([one('b', 'new'), one('a', 'second')], { onConflict: 'ERROR' });
  assert.equal(refused.error?.extensions.code, 'DOCUMENT_EXISTS');
  assert.equal(refused.error?.extensions.argument, 'input.documents[1].documentId');
  assert.equal(await index.document('requests', 'b'), null, 'the request changed nothing');
  const { job, error } = await add([one('b', 'new'), one('a', 'second')], { onConflict: 'SKIP' });
  assert.equal(error, undefined);
  assert.deepEqual([job.total, job.status], [1, 'COMPLETED']);
  assert.equal((await index.document('requests', 'a')).content, 'first');
  await add([one('a', 'third')]);
  assert.equal((await index.document('requests', 'a')).content, 'third');
});

test('a change that is meant for a revision is refused at any other, with the revision that is there', async () => {
  await add([one('r', 'one')], {});
  const late = await add([one('r', 'two', { ifRevision: 7 })]);
  assert.equal(late.error?.extensions.code, 'REVISION_CONFLICT');
  assert.deepEqual(
    [late.error?.extensions.argument, late.error?.extensions.revision],
    ['input.documents[0].ifRevision', 1],
  );
  assert.equal((await add([one('r', 'two', { ifRevision: 1 })])).error, undefined);
  assert.equal((await add([one('r', 'never', { ifRevision: 0 })])).error?.extensions.revision, 2);
  assert.equal((await add([one('fresh', 'x', { ifRevision: 0 })])).error, undefined);
  const patch = (ifRevision: number) =>
    index.update({ collection: 'requests', documents: [{ documentId: 'r', title: 'T', ifRevision }] });
  assert.equal((await patch(1)).error?.extensions.code, 'REVISION_CONFLICT');
  assert.equal((await patch(2)).error, undefined);
  const remove = (ifRevision: number) =>
    index.remove({ collection: 'requests', documents: [{ documentId: 'r', ifRevision }] });
  assert.equal((await remove(2)).error?.extensions.code, 'REVISION_CONFLICT');
  assert.ok(await index.document('requests', 'r'));
  assert.equal((await remove(3)).error, undefined);
  assert.equal(await index.document('requests', 'r'), null);
});

test('of many writers that read the same revision just one gets through', async () => {
  await add([one('race', 'start')]);
  const attempts = await Promise.all(
    Array.from({ length: 12 }, (_, n) => add([one('race', `writer ${n}`, { ifRevision: 1 })])),
  );
  assert.equal(attempts.filter(({ error }) => error === undefined).length, 1);
  assert.equal((await index.document('requests', 'race')).revision, 2);
});

test('a request that is sent again under its key changes nothing and is answered as before', async () => {
  const request = { idempotencyKey: 'order-17' };
  const first = await add([one('i', 'one')], request);
  await add([one('i', 'by another')]);
  const again = await add([one('i', 'one')], request);
  assert.deepEqual([again.position, again.job.id], [first.position, first.job.id]);
  const { content, revision } = await index.document('requests', 'i');
  assert.deepEqual([content, revision], ['by another', 2]);
  const other = await add([one('i', 'two')], request);
  assert.equal(other.error?.extensions.code, 'IDEMPOTENCY_KEY_REUSED');
  const deletion = { collection: 'requests', documentIds: ['i'], idempotencyKey: 'gone' };
  const removed = await index.remove(deletion);
  await add([one('i', 'back')]);
  assert.equal((await index.remove(deletion)).job.id, removed.job.id);
  assert.equal((await index.document('requests', 'i')).content, 'back');
});

test('requests that are sent twice at once under one key are accepted once', async () => {
  const twice = await Promise.all(
    Array.from({ length: 6 }, () => add([one('once', 'x')], { idempotencyKey: 'together' })),
  );
  assert.equal(new Set(twice.map(({ job }) => job.id)).size, 1);
  assert.equal((await index.document('requests', 'once')).revision, 1);
});

test('documents can be checked without being added: every mistake with its place', async () => {
  await index.create({
    name: 'checked',
    strict: true,
    fields: [{ name: 'year', type: 'INT', required: true }],
  });
  const check = async (documents: object[]) =>
    (
      await index.data(
        `query ($input: AddDocumentsInput!) { checkDocuments(input: $input) { argument index documentId code } }`,
        { input: { collection: 'checked', documents } },
      )
    ).checkDocuments;
  assert.deepEqual(
    await check([
      one('good', 'x', { metadata: { year: 2024 } }),
      one('late', 'x', { metadata: { year: 'soon' } }),
      one('', 'x', { metadata: { year: 1 } }),
      one('good', 'x', { metadata: { year: 1 } }),
      one('other', 'x', { metadata: { year: 1, colour: 'red' } }),
    ]),
    [
      { argument: 'input.documents[1].metadata.year', index: 1, documentId: 'late', code: 'BAD_USER_INPUT' },
      { argument: 'input.documents[2].documentId', index: 2, documentId: '', code: 'BAD_USER_INPUT' },
      { argument: 'input.documents[3].documentId', index: 3, documentId: 'good', code: 'BAD_USER_INPUT' },
      {
        argument: 'input.documents[4].metadata.colour',
        index: 4,
        documentId: 'other',
        code: 'UNKNOWN_FIELD',
      },
    ],
  );
  assert.deepEqual(await check([one('good', 'x', { metadata: { year: 2024 } })]), []);
  assert.equal((await index.collection('checked')).collection.documentCount, 0);
});

test('beyond the bound of what may wait, changes are refused with a hint when to come again', async () => {
  await using small = await startIndexing(parts, {
    limits: { ...index.config.limits, pendingDocuments: 2 },
  });
  await small.data('mutation { pauseIndexing { indexing { paused } } }');
  try {
    const first = await small.add({ collection: 'requests', documents: [one('p1', 'x'), one('p2', 'x')] });
    assert.equal(first.error, undefined);
    const { error } = await small.add({ collection: 'requests', documents: [one('p3', 'x')] });
    assert.equal(error?.extensions.code, 'BACKPRESSURE');
    assert.ok(Number(error?.extensions.retryAfterSeconds) > 0);
    assert.equal(await small.document('requests', 'p3'), null);
  } finally {
    await small.data('mutation { resumeIndexing { indexing { paused } } }');
  }
  await index.progress((await add([one('p3', 'x')])).job.id);
});
