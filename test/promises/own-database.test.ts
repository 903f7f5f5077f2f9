import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { persistentClient } from '../../chaos/api.ts';
import { caughtUp, quiet } from '../../chaos/chaos.ts';
import { judge } from '../../chaos/judge.ts';
import { seeded } from '../../chaos/random.ts';
import { subscriber } from '../../chaos/subscriber.ts';
import { COLLECTION, writer } from '../../chaos/writer.ts';
import { database } from '../../lib/database/database.ts';
import { PartUnavailable } from '../../lib/errors.ts';
import { setLogLevel } from '../../lib/log.ts';
import { readSettings } from '../../lib/settings.ts';
import { indexConfig } from '../../subgraphs/index/config.ts';
import { accept } from '../../subgraphs/index/documents/accept.ts';
import { startIndex } from '../../subgraphs/index/server.ts';
import { indexClient } from '../support/indexing.ts';
import { type OwnServer, startOwnServer } from '../support/own-database.ts';
import { startVictim } from '../support/parts.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

/** Turkish has letters of its own for i, and sorts digits by their number: whatever goes by the locale shows. */
const TURKISH = `encoding 'UTF8' locale_provider icu icu_locale 'tr-u-kn-true' locale 'C'`;

let server: OwnServer;
let DATABASE_URL: string;
let dataDir: string;
let stack: Awaited<ReturnType<typeof bootStack>>;
let client: ReturnType<typeof indexClient>;
const start = async () => {
  stack = await bootStack('one', { DATABASE_URL, KITEGRAPH_DATA_DIR: dataDir });
  client = indexClient(stack.url);
};
before(async () => {
  server = await startOwnServer();
  DATABASE_URL = await server.create('Search data', TURKISH);
  dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-own-'));
  await start();
});
after(async () => {
  await stack?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

const search = async (collection: string, text: string, more: object = {}) =>
  (
    await client.data(
      'query ($input: SearchInput!) { search(input: $input, first: 50) { edges { node { documentId revision } } } }',
      { input: { collections: [collection], text, mode: 'KEYWORD', ...more } },
    )
  ).search.edges.map(({ node }: { node: { documentId: string } }) => node.documentId);

/** The environment of a further index service of the deployment. */
const env = () => ({
  DATABASE_URL,
  MILVUS_ADDRESS: stack.stores.milvusAddress,
  EMBEDDING_URL: stack.services.embedding?.url as string,
  KITEGRAPH_INDEX_PORT: '0',
  KITEGRAPH_LOG_LEVEL: 'silent',
});

test('a deployment on a database of the user’s own, of a plain role and in another locale, is the same, and goes on after a restart', async () => {
  assert.equal(stack.stores.embedded.postgres, undefined);
  await client.create({
    name: 'Own',
    fields: [{ name: 'word', type: 'STRING' }],
  });
  const ids = ['10', '9', 'I', 'i', 'ı', 'İ', 'Z', 'a', 'ä', '字'];
  const documents = ids.map((documentId) => ({
    documentId,
    content: `keyword INDIGO ${documentId}`,
    metadata: { word: documentId },
  }));
  const { job } = await client.add({ collection: 'Own', documents, waitFor: 'INDEXED' });
  assert.equal(job.status, 'COMPLETED');
  const check = async () => {
    const { documents: listed } = await client.collection('Own');
    const inOrder = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(
      listed.edges.map(({ node }: { node: { documentId: string } }) => node.documentId),
      inOrder,
    );
    assert.deepEqual(new Set(await search('Own', 'indigo')), new Set(ids));
    const filter = { field: 'word', gte: 'Z' };
    const behind = ids.filter((id) => Buffer.compare(Buffer.from(id), Buffer.from('Z')) >= 0);
    assert.deepEqual(new Set(await search('Own', 'indigo', { filter })), new Set(behind));
    const { documents: filtered } = await client.data(
      'query ($filter: FilterInput!) { documents(collection: "Own", filter: $filter) { totalCount } }',
      { filter },
    );
    assert.equal(filtered.totalCount, behind.length);
  };
  await check();
  await stack[Symbol.asyncDispose]();
  await start();
  await check();
  const last = await client.add({
    collection: 'Own',
    documents: [{ documentId: '9', content: 'rewritten' }],
    waitFor: 'INDEXED',
  });
  assert.equal(last.job.status, 'COMPLETED');
  assert.deepEqual(await search('Own', 'rewritten'), ['9']);
});

test('a transaction that is held open while others commit costs no subscriber an event and the index no document', async () => {
  await client.create({ name: 'held' });
  await client.create({ name: 'free' });
  const { collection } = await client.data('{ collection(name: "held") { id } }');
  await using db = database({ url: DATABASE_URL, stalledAfterMs: 300_000 });
  await using follower = subscriber(() => stack.url);
  const holding = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const oldSnapshot = db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    await tx.query('select pg_current_xact_id(), count(*) from documents');
    await gate.promise;
  });
  const request = { collectionId: collection.id, kind: 'ADD' as const, priority: 0 };
  const held = accept(db, request, Number.POSITIVE_INFINITY, async (tx, { collectionId, position }) => {
    await tx.query(
      `insert into documents (collection_id, document_id, revision, position, content, metadata)
       values ($1, 'slow', 1, $2, 'keyword', '{}')`,
      [collectionId, position],
    );
    holding.resolve();
    await gate.promise;
    return { moved: 1 };
  });
  await holding.promise;
  const add = (name: string, documentId: string) =>
    client.add({ collection: name, documents: [{ documentId, content: 'keyword' }] });
  // Others of the same collection wait for it, and those of another do not.
  const waiting = [add('held', 'b'), add('held', 'c')];
  const passing: string[] = [];
  for (let n = 0; n < 10; n++) {
    const { job } = await add('free', `d${n}`);
    assert.equal((await client.progress(job.id)).at(-1)?.job.status, 'COMPLETED');
    passing.push(job.id);
  }
  const changes = async (after: string | null) =>
    (
      await client.data(
        'query ($after: String) { documentChanges(collection: "held", after: $after) { pageInfo { endCursor } edges { documentId } } }',
        { after },
      )
    ).documentChanges;
  const before = await changes(null);
  assert.deepEqual(before.edges, []);
  gate.resolve();
  await oldSnapshot;
  const slow = (await held)?.job.id as string;
  const jobs = [slow, ...(await Promise.all(waiting)).map(({ job }) => job.id), ...passing];
  for (const id of jobs) assert.equal((await client.progress(id)).at(-1)?.job.status, 'COMPLETED');
  const feed = (await changes(before.pageInfo.endCursor)).edges.map(
    ({ documentId }: { documentId: string }) => documentId,
  );
  assert.deepEqual([feed[0], new Set(feed)], ['slow', new Set(['slow', 'b', 'c'])]);
  assert.deepEqual(new Set(await search('held', 'keyword')), new Set(['slow', 'b', 'c']));
  assert.equal((await search('free', 'keyword')).length, 10);
  await until(
    'the end of each job to be told',
    () => follower.events,
    (events) => jobs.every((id) => events.some(({ job }) => job.id === id && job.status === 'COMPLETED')),
  );
  assert.deepEqual(
    follower.events.map(({ sequence }) => sequence),
    follower.events.map((_, n) => n + 1),
  );
});

test('a process that freezes in the middle of a transaction does not hold up the writers of its collection for ever', async () => {
  await client.create({ name: 'frozen' });
  await using frozen = database({ url: DATABASE_URL, stalledAfterMs: 500 });
  const holding = Promise.withResolvers<void>();
  const asleep = Promise.withResolvers<void>();
  const ended = frozen.transaction(async (tx) => {
    await tx.query(`select from collections where name = 'frozen' for update`);
    holding.resolve();
    await asleep.promise;
    await tx.query(`update collections set description = 'late'`);
  });
  await holding.promise;
  const documents = [{ documentId: 'a', content: 'keyword' }];
  const { job } = await client.add({ collection: 'frozen', documents, waitFor: 'INDEXED' });
  assert.equal(job.status, 'COMPLETED');
  asleep.resolve();
  await assert.rejects(ended, PartUnavailable);
  const { collection } = await client.data('{ collection(name: "frozen") { description } }');
  assert.equal(collection.description, '');
});

test('several index services on one database, one of which stands still for a while, end with what many writers of the same documents were acknowledged', async () => {
  const settings = readSettings(env(), []);
  await using second = await startIndex({ ...indexConfig(settings), stalledAfterSeconds: 1 });
  await using third = await startVictim('subgraphs/index/main.ts', env());
  const ask = persistentClient(() => stack.url);
  await ask(
    `mutation { createCollection(input: { name: "${COLLECTION}", fields: [{ name: "note", type: STRING }] }) { collection { id } } }`,
  );
  await using follower = subscriber(() => stack.url);
  const over = new AbortController();
  let acknowledged = 0;
  const onAcknowledged = () => {
    acknowledged++;
  };
  const random = seeded(7);
  const load = Promise.all(
    [stack.url, stack.url, second.url, second.url].map((url, n) =>
      writer(
        `w${n}v`,
        persistentClient(() => url),
        random.fork(`writer ${n}`),
        { over: over.signal, onAcknowledged },
      ),
    ),
  );
  const count = (least: number) =>
    until(
      `${least} acknowledged changes`,
      () => acknowledged,
      (so) => so >= least,
    );
  for (const least of [30, 70]) {
    await count(least);
    third.freeze();
    await count(least + 20);
    third.thaw();
  }
  await count(110);
  over.abort();
  const changes = (await load).flat();
  await quiet(ask);
  await caughtUp(ask, follower);
  assert.deepEqual(await judge(ask, changes, follower.events), []);
});

test('a database in another encoding than UTF-8 is refused at the start, with what to do', async () => {
  // What this provokes would fill the log.
  setLogLevel('silent');
  const latin = await server.create('latin', `encoding 'LATIN1' locale_provider libc locale 'C'`);
  await assert.rejects(
    bootStack('one', { DATABASE_URL: latin, MILVUS_ADDRESS: stack.stores.milvusAddress }),
    /LATIN1.*ENCODING 'UTF8'/,
  );
});
