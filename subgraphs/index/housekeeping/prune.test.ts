import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startPostgres } from '../../../embedded/postgres.ts';
import { type Database, database } from '../../../lib/database/database.ts';
import { forgetEvents } from '../../../lib/database/events.ts';
import { migrate } from '../../../lib/database/migrate.ts';
import { added, embedding, limits, models, scope } from '../../../test/support/index-domain.ts';
import { createCollection } from '../collections/create.ts';
import { addDocuments } from '../documents/add.ts';
import { deleteDocuments } from '../documents/remove.ts';
import { viewById } from '../views/view.ts';
import type { ClaimedDocument } from '../work/claim.ts';
import { completeWork } from '../work/complete.ts';
import { forgetJobs, forgetRequests, purgeTombstones } from './prune.ts';

let db: Database;
const parts = new AsyncDisposableStack();
const request = { ...added, collection: 'c' };

before(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-prune-'));
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = parts.use(await startPostgres({ dataDir }));
  db = parts.use(database({ url: postgres.url }));
  await migrate(db);
  await createCollection(
    db,
    { name: 'c', description: '', strict: false, fields: [], images: false },
    { models, limits, embedding },
  );
  const documents = ['a', 'b'].map((documentId) => ({ documentId, content: documentId }));
  await addDocuments(db, { ...request, documents }, scope);
  await deleteDocuments(db, { ...request, documentIds: ['a'] }, scope);
});
after(() => parts.disposeAsync());

async function applyAll(): Promise<void> {
  const [row] = await db.query<{ id: string }>('select id from views');
  const view = await viewById(db, row?.id ?? '');
  assert.ok(view);
  const documents = await db.query<ClaimedDocument>(
    'select document_id as "documentId", revision, position, deleted, content, metadata from documents',
  );
  await completeWork(
    db,
    view,
    documents.map((document) => ({ document })),
  );
}

const tombstones = async () => (await db.query('select from documents where deleted')).length;
const age = (table: string, column: string) =>
  db.query(`update ${table} set ${column} = ${column} - interval '40 days'`);

test('a tombstone stays until every view has passed it, and a day after', async () => {
  await age('documents', 'updated_at');
  await purgeTombstones(db);
  assert.equal(await tombstones(), 1, 'the view has not passed it');
  await applyAll();
  await db.query('update documents set updated_at = now()');
  await purgeTombstones(db);
  assert.equal(await tombstones(), 1, 'it is of today');
  await age('documents', 'updated_at');
  await purgeTombstones(db);
  assert.equal(await tombstones(), 0);
  assert.equal((await db.query('select from documents')).length, 1, 'what is not deleted stays');
});

test('old jobs go with their documents, their events and their streams; the rest stays', async () => {
  const young = await addDocuments(db, { ...request, documents: [{ documentId: 'c', content: 'c' }] }, scope);
  await db.query(`update jobs set finished_at = finished_at - interval '40 days' where id <> $1`, [
    young.job.id,
  ]);
  await db.query(`update events set created_at = now() - interval '40 days' where stream <> $1`, [
    `job:${young.job.id}`,
  ]);
  await forgetEvents(db, 7);
  await forgetJobs(db, 30);
  assert.deepEqual(await db.query('select id from jobs'), [{ id: young.job.id }]);
  const left = await db.query<{ name: string }>("select name from streams where name like 'job:%'");
  assert.deepEqual(left, [{ name: `job:${young.job.id}` }]);
  assert.equal((await db.query('select from job_documents')).length, 1);
});

test('a request can be sent again for a week, however short jobs are kept', async () => {
  const keyed = { ...request, idempotencyKey: 'once', documents: [{ documentId: 'd', content: 'd' }] };
  const { job } = await addDocuments(db, keyed, scope);
  await applyAll();
  await db.query(`update jobs set finished_at = now() - interval '2 days' where id = $1`, [job.id]);
  await forgetRequests(db);
  await forgetJobs(db, 1);
  const again = await addDocuments(db, keyed, scope);
  assert.deepEqual([again.job.id, again.repeated], [job.id, true]);
  await db.query(`update requests set created_at = now() - interval '8 days'`);
  await forgetRequests(db);
  await forgetJobs(db, 1);
  assert.equal((await addDocuments(db, keyed, scope)).repeated, false);
});
