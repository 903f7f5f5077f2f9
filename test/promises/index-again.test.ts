import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { indexClient } from '../support/indexing.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { bootSearch, type SearchClient, type SearchStack } from '../support/search.ts';

let stack: SearchStack;
let index: ReturnType<typeof indexClient>;
let redis: TestRedis;
let searching: SearchClient[];
before(async () => {
  stack = await bootSearch();
  index = indexClient(stack.indexUrl);
  redis = await startTestRedis();
  searching = [await stack.another({ redisUrl: redis.url }), await stack.another({ redisUrl: redis.url })];
});
after(async () => {
  await stack?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

/** The revisions of the only document that a search finds, and what its passage says. */
async function look(client: SearchClient, collection: string, more: object = {}) {
  const found = await client.search({ collections: [collection], text: 'round', mode: 'KEYWORD', ...more });
  return found.edges.map(({ node, passage }) => ({ revision: node?.revision ?? 0, text: passage.text }));
}

test('a document that is deleted and added again in quick succession never shows its old self', async () => {
  await index.create({ name: 'again' });
  const wrong: string[] = [];
  let over = false;
  let searches = 0;
  const watch = async (client: SearchClient) => {
    let newest = 0;
    while (!over) {
      const hits = await look(client, 'again');
      searches++;
      if (hits.length > 1) wrong.push(`twice: ${JSON.stringify(hits)}`);
      const [hit] = hits;
      if (!hit) continue;
      if (hit.revision < newest) wrong.push(`revision ${hit.revision} after ${newest}`);
      // Each round deletes and adds: the first revision is of round 0, the third of round 1.
      if (hit.text !== `round ${(hit.revision - 1) / 2}`) wrong.push(JSON.stringify(hit));
      newest = Math.max(newest, hit.revision);
    }
  };
  const watching = Promise.all(searching.map(watch));
  const write = (round: number, more: object = {}) =>
    index.add({ collection: 'again', documents: [{ documentId: 'a', content: `round ${round}` }], ...more });
  await write(0, { waitFor: 'INDEXED' });
  for (let round = 1; round <= 25; round++) {
    const removed = await index.remove({ collection: 'again', documentIds: ['a'] });
    // Now and then it is seen to be gone before it comes again.
    if (round % 5 === 0) {
      assert.deepEqual(
        await look(searching[round % 2] as SearchClient, 'again', { atLeast: [removed.position] }),
        [],
      );
    }
    const { position } = await write(round);
    if (round % 3 === 0) {
      const hits = await look(searching[round % 2] as SearchClient, 'again', { atLeast: [position] });
      assert.deepEqual(hits, [{ revision: 2 * round + 1, text: `round ${round}` }]);
    }
  }
  await index.remove({ collection: 'again', documentIds: ['a'] });
  const { position } = await write(26);
  for (const client of searching) {
    assert.deepEqual(await look(client, 'again', { atLeast: [position] }), [
      { revision: 53, text: 'round 26' },
    ]);
  }
  over = true;
  await watching;
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.ok(searches > 20, `${searches} searches`);
});

test('an urgent change that comes in the midst of a large import waits for no more than the batches in hand', async () => {
  await index.create({ name: 'busy', batching: { maxDocuments: 20 } });
  const texts = (count: number, from: number) =>
    Array.from({ length: count }, (_, n) => ({
      documentId: `d${from + n}`,
      content: `imported text ${from + n}`,
    }));
  const low = await index.add({ collection: 'busy', priority: -10, documents: texts(600, 0) });
  const seen: { id: string; processed: number; status: string }[] = [];
  let urgent: string | undefined;
  for await (const { data } of index.events(
    'subscription { indexActivity(collection: "busy", after: 0) { job { id processed status } } }',
  )) {
    const { job } = data.indexActivity;
    seen.push(job);
    if (job.id === urgent && job.status === 'COMPLETED') break;
    if (!urgent && job.processed > 0) {
      const { job: accepted } = await index.add({
        collection: 'busy',
        priority: 10,
        documents: [{ documentId: 'urgent', content: 'urgent text' }],
      });
      urgent = accepted.id;
    }
  }
  const accepted = seen.findIndex(({ id }) => id === urgent);
  const done = seen.findIndex(({ id, status }) => id === urgent && status === 'COMPLETED');
  const batches = seen
    .slice(accepted, done)
    .filter(({ id, processed }) => id === low.job.id && processed > 0);
  assert.ok(batches.length <= 3, `${batches.length} batches of the import came before it`);
  assert.ok(
    (seen.findLast(({ id }) => id === low.job.id)?.processed ?? 600) < 600,
    'the import goes on after it',
  );
  await index.data(`mutation { cancelIndexJob(input: { id: "${low.job.id}" }) { job { id } } }`);
});
