import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startIndexing } from '../support/indexing.ts';
import { bootParts, type Parts, whileNobodyWorks } from '../support/parts.ts';

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

const texts = (count: number, text = 'text') =>
  Array.from({ length: count }, (_, n) => ({ documentId: `d${n}`, content: `${text} ${n}` }));

test('the progress of a job begins with its state and ends with the job, its numbers rising without gaps', async () => {
  await index.create({ name: 'followed' });
  const { job } = await index.add({ collection: 'followed', documents: texts(120) });
  const live = await index.progress(job.id);
  const sequences = live.map((event) => event.sequence);
  assert.deepEqual(
    sequences,
    sequences.map((_, n) => (sequences[0] ?? 0) + n),
  );
  const processed = live.map((event) => event.job.processed);
  assert.deepEqual(
    processed,
    [...processed].sort((a, b) => a - b),
  );
  assert.deepEqual([live.at(-1)?.job.status, live.at(-1)?.job.processed], ['COMPLETED', 120]);
});

test('a finished job answers a late subscriber: its state, what was missed after a number, or nothing more', async () => {
  await index.create({ name: 'late' });
  const { job } = await index.add({ collection: 'late', documents: texts(1), waitFor: 'INDEXED' });
  const all = await index.progress(job.id, 0);
  assert.deepEqual(
    all.map((event) => [event.sequence, event.job.status]),
    [
      [1, 'QUEUED'],
      [2, 'RUNNING'],
      [3, 'COMPLETED'],
    ],
  );
  assert.deepEqual(await index.progress(job.id, 2), all.slice(2));
  assert.deepEqual(await index.progress(job.id, 3), []);
  assert.deepEqual(await index.progress(job.id), all.slice(2));
});

test('the progress of an unknown job is refused', async () => {
  for await (const { errors } of index.events(
    'subscription { indexJobProgress(id: "job_0") { sequence } }',
  )) {
    assert.equal(errors?.[0]?.extensions?.code, 'JOB_NOT_FOUND');
  }
});

test('higher priority runs first', async () => {
  await index.create({ name: 'urgent' });
  const urgent = { collection: 'urgent', priority: 10, documents: [{ documentId: 'high', content: 'high' }] };
  const [low, high] = await whileNobodyWorks(parts, 'urgent', async () => [
    await index.add({ collection: 'urgent', documents: texts(150, 'low') }),
    await index.add(urgent),
  ]);
  assert.ok(low && high);
  await Promise.all([index.progress(high.job.id), index.progress(low.job.id)]);
  const { first, last } = await index.data(
    'query ($high: ID!, $low: ID!) { first: indexJob(id: $high) { finishedAt } last: indexJob(id: $low) { finishedAt } }',
    { high: high.job.id, low: low.job.id },
  );
  assert.ok(first.finishedAt < last.finishedAt, `${first.finishedAt} before ${last.finishedAt}`);
});

test('a document that is replaced before it was indexed is superseded in its first job', async () => {
  await index.create({ name: 'replaced' });
  const [first, second] = await whileNobodyWorks(parts, 'replaced', async () => [
    await index.add({ collection: 'replaced', documents: texts(2, 'first') }),
    await index.add({ collection: 'replaced', documents: texts(1, 'second') }),
  ]);
  assert.ok(first && second);
  const ended = (await index.progress(first.job.id)).at(-1)?.job;
  assert.deepEqual([ended?.status, ended?.processed, ended?.superseded], ['COMPLETED', 2, 1]);
  const last = (await index.progress(second.job.id)).at(-1)?.job;
  assert.deepEqual([last?.status, last?.processed, last?.superseded], ['COMPLETED', 1, 0]);
});

test('the activity shows every change of every job, or of one collection', async () => {
  await index.create({ name: 'here' });
  await index.create({ name: 'there' });
  const after = await lastActivity();
  const [here, there] = await Promise.all(
    ['here', 'there'].map((collection) => index.add({ collection, documents: texts(1), waitFor: 'INDEXED' })),
  );
  const query = (argument: string) =>
    `subscription { indexActivity(after: ${after}${argument}) { sequence job { id status } } }`;
  const seen: { sequence: number; job: { id: string; status: string } }[] = [];
  for await (const { data } of index.events(query(''))) {
    seen.push(data.indexActivity);
    if (seen.filter((event) => event.job.status === 'COMPLETED').length === 2) break;
  }
  assert.deepEqual(
    seen.map((event) => event.sequence),
    seen.map((_, n) => after + 1 + n),
  );
  assert.deepEqual(new Set(seen.map((event) => event.job.id)), new Set([here?.job.id, there?.job.id]));
  for await (const { data } of index.events(query(', collection: "there"'))) {
    assert.equal(data.indexActivity.job.id, there?.job.id);
    if (data.indexActivity.job.status === 'COMPLETED') break;
  }
});

async function lastActivity(): Promise<number> {
  await index.create({ name: 'marker' });
  const { job } = await index.add({ collection: 'marker', documents: texts(1), waitFor: 'INDEXED' });
  for await (const { data } of index.events(
    'subscription { indexActivity(after: 0) { sequence job { id status } } }',
  )) {
    const { sequence, job: changed } = data.indexActivity;
    if (changed.id === job.id && changed.status === 'COMPLETED') return sequence;
  }
  throw new Error('the activity ended');
}
