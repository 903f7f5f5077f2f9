import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { database } from '../../lib/database/database.ts';
import { passageKey } from '../../lib/milvus/passage.ts';
import { vectorStore } from '../../lib/milvus/vector-store.ts';
import { indexClient, startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts, startVictim } from '../support/parts.ts';

let parts: Parts;
before(async () => {
  parts = await bootParts();
});
after(() => parts?.[Symbol.asyncDispose]());

const texts = (text: string) =>
  Array.from({ length: 50 }, (_, n) => ({ documentId: `d${n}`, content: `${text} ${n}` }));

test('what a worker writes after its work was taken over is swept once its lease has run out', async () => {
  const victim = await startVictim('subgraphs/index/main.ts', parts.env);
  const first = indexClient(victim.url);
  await first.create({ name: 'late' });
  await first.add({ collection: 'late', documents: texts('old'), waitFor: 'INDEXED' });
  const { job } = await first.add({ collection: 'late', documents: texts('new') });
  for await (const { data } of first.events(
    'subscription ($id: ID!) { indexJobProgress(id: $id, after: 0) { job { status } } }',
    { id: job.id },
  )) {
    if (data.indexJobProgress.job.status === 'RUNNING') break;
  }
  await victim.kill();

  await using second = await startIndexing(parts);
  await second.progress(job.id);
  const vectors = async () => (await second.collection('late')).collection.vectorCount;
  assert.equal(await vectors(), 50);

  await using db = database({ url: parts.env.DATABASE_URL as string });
  await using store = vectorStore({ address: parts.env.MILVUS_ADDRESS as string });
  const [view] = await db.query<{ id: string; name: string }>('select id, milvus_name as name from views');
  assert.ok(view);
  await store.write(view.name, [
    {
      key: passageKey('d0', 1, 0),
      document: 'd0',
      revision: 1,
      ordinal: 0,
      passages: 1,
      title: '',
      text: 'old 0',
      start: 0,
      end: 5,
      headings: [],
      partition: '',
      expires: 0,
      metadata: {},
      terms: 'old',
      vector: new Float32Array(384).fill(0.05),
    },
  ]);
  assert.equal(await vectors(), 51);

  const due = await db.query('update view_sweeps set due_at = now() returning document_id');
  assert.ok(due.length > 0, 'the leases of the killed worker are remembered');
  await db.query(`select pg_notify('kitegraph_work', $1)`, [view.id]);
  while ((await vectors()) !== 50) await delay(20);
});
