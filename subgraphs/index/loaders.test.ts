import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startPostgres } from '../../embedded/postgres.ts';
import { type Database, database, type Queryable } from '../../lib/database/database.ts';
import { migrate } from '../../lib/database/migrate.ts';
import type { VectorStore } from '../../lib/milvus/vector-store.ts';
import { added, embedding, limits, models, scope } from '../../test/support/index-domain.ts';
import { createCollection } from './collections/create.ts';
import { addDocuments } from './documents/add.ts';
import { makeLoaders } from './loaders.ts';

let db: Database;
const parts = new AsyncDisposableStack();
const jobs: string[] = [];
const collections: string[] = [];

before(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-loaders-'));
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = parts.use(await startPostgres({ dataDir }));
  db = parts.use(database({ url: postgres.url }));
  await migrate(db);
  for (const name of ['one', 'two']) {
    const input = { name, description: '', strict: false, fields: [], images: false };
    collections.push((await createCollection(db, input, { models, limits, embedding })).id);
    const documents = ['a', 'b'].map((documentId) => ({ documentId, content: `${name} ${documentId}` }));
    jobs.push((await addDocuments(db, { ...added, collection: name, documents }, scope)).job.id);
  }
});
after(() => parts.disposeAsync());

/** Loaders that count the statements which they make. */
function counted() {
  const statements: string[] = [];
  const counting: Queryable = {
    query(text, params) {
      statements.push(text);
      return db.query(text, params);
    },
  };
  const noStore = {} as VectorStore;
  return { load: makeLoaders(counting, noStore, scope), statements };
}

test('any number of references of one kind are answered by one statement, unknown ones by null', async () => {
  const cases: ((load: ReturnType<typeof counted>['load']) => Promise<unknown>[])[] = [
    (load) => [...collections, 'none'].map((id) => load.collectionById.load(id)),
    (load) => ['one', 'two', 'none'].map((name) => load.collectionByName.load(name)),
    (load) =>
      [...collections, 'none'].map((collectionId) => load.documentByKey.load({ collectionId, key: 'a' })),
    (load) => [...jobs, 'none'].map((id) => load.job.load(id)),
  ];
  for (const ask of cases) {
    const { load, statements } = counted();
    const [first, second, none] = await Promise.all(ask(load));
    assert.ok(first && second);
    assert.notDeepEqual(first, second);
    assert.equal(none, null);
    assert.equal(statements.length, 1);
  }
});

test('documents by the names of their collections are two statements, whatever their number', async () => {
  const { load, statements } = counted();
  const [first, second, none] = await Promise.all(
    ['one', 'two', 'none'].map((collectionName) =>
      load.documentByName.load({ collectionName, documentId: 'b' }),
    ),
  );
  assert.deepEqual([first?.content, second?.content, none], ['one b', 'two b', null]);
  assert.equal(statements.length, 2);
});

test('counts and errors of many are one statement each', async () => {
  const { load, statements } = counted();
  const rows = await load.collectionById.loadMany(collections);
  assert.deepEqual(
    rows.map((row) => row && 'pendingCount' in row && row.pendingCount),
    [2, 2],
  );
  assert.deepEqual(await load.jobErrors.loadMany([...jobs, 'none']), [[], [], []]);
  assert.equal(statements.length, 2);
});

test('what is asked twice in one request is looked up once', async () => {
  const { load, statements } = counted();
  const key = () => ({ collectionName: 'one', documentId: 'a' });
  const [first, again] = await Promise.all([
    load.documentByName.load(key()),
    load.documentByName.load(key()),
  ]);
  assert.equal(first, again);
  assert.equal(first?.content, 'one a');
  await load.documentByName.load(key());
  assert.equal(statements.length, 2, 'the collection and the document');
});
