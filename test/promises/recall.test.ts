import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { base64, vectorsOf } from '../../bench/vectors.ts';
import { graphqlClient } from '../support/client.ts';
import { bootStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const stack = await bootStack('one', { KITEGRAPH_RECALL_SHARE: '1', KITEGRAPH_CACHE: 'off' });
after(() => stack[Symbol.asyncDispose]());
const client = graphqlClient(stack.url);

const PASSAGES = 2_000;
const vectors = vectorsOf(PASSAGES, 1);
const asked = vectorsOf(200, 2);

const SEARCH = `query ($vector: Vector!) { search(input: { collections: ["graph"], vector: $vector, mode: SEMANTIC, candidates: 10 }, first: 10) {
  explain { views { vectors { ef exact } } } edges { node { documentId } } } }`;
const search = async (n: number) =>
  (await client.data(SEARCH, { vector: base64(asked[n % asked.length] as Float32Array) })).search;
const statistics = async () =>
  (await client.data('{ collection(name: "graph") { index { targetRecall } searchStatistics { recall } } }'))
    .collection;

/** The ten nearest, compared one by one. */
function nearest(vector: Float32Array): string[] {
  const scores = vectors.map((one, n) => {
    const dot = one.reduce((sum, component, at) => sum + component * (vector[at] as number), 0);
    return { id: `v${n}`, score: dot / Math.hypot(...one) };
  });
  return scores
    .sort((a, b) => b.score - a.score)
    .slice(0, 10)
    .map(({ id }) => id);
}

const wanted = asked.slice(0, 40).map((vector) => new Set(nearest(vector)));

/** The recall of some searches, as whoever has all vectors sees it. */
async function recallSeen(): Promise<number> {
  const found = await Promise.all(
    wanted.map(async (its, n) => {
      const { edges } = await search(n);
      return edges.filter(({ node }: { node: { documentId: string } }) => its.has(node.documentId)).length;
    }),
  );
  return found.reduce((sum, count) => sum + count, 0) / (10 * wanted.length);
}

let turn = 0;
/** Searches, some at a time. Each call begins with another one: the first of many is the likeliest to be sampled. */
async function searches(count: number): Promise<void> {
  const from = turn++;
  for (let n = from; n < from + count; n += 8)
    await Promise.all(Array.from({ length: 8 }, (_, more) => search(n + more)));
}

test('searches of a graph index are sampled, and their recall is told in the schema and in the metrics', async () => {
  await client.data(
    `mutation { createCollection(input: { name: "graph", index: { kind: HNSW, m: 4, efConstruction: 16, ef: 16 } }) { collection { id } } }`,
  );
  for (let from = 0; from < PASSAGES; from += 1_000) {
    const documents = vectors.slice(from, from + 1_000).map((vector, n) => ({
      documentId: `v${from + n}`,
      content: 'x',
      vector: base64(vector),
    }));
    await client.data(
      `mutation ($documents: [DocumentInput!]!) { addDocuments(input: { collection: "graph", waitFor: INDEXED, documents: $documents }) { position } }`,
      { documents },
    );
  }
  assert.equal((await statistics()).searchStatistics.recall, null);
  const seen = await recallSeen();
  // The recall differs much from one search to the next.
  await until(
    'searches to be sampled',
    async () => {
      await searches(8);
      return sampled();
    },
    (samples) => samples >= wanted.length,
  );
  const { searchStatistics } = await statistics();
  assert.ok(Math.abs(searchStatistics.recall - seen) < 0.1, `${searchStatistics.recall} of ${seen}`);
  const metrics = await (await fetch(`${stack.services.query?.url}/metrics`)).text();
  assert.match(metrics, /^recall_rate\{method="semantic".*\} 0\.\d+$/m);
  assert.match(metrics, /^search_accuracy\{method="semantic".*\} 0\.\d+$/m);
});

test('a collection that demands a recall gets it, without a rebuild', async () => {
  const { updateCollection } = await client.data(
    `mutation { updateCollection(input: { collection: "graph", index: { targetRecall: 0.97 } }) { job { id } collection { index { targetRecall ef } } } }`,
  );
  assert.deepEqual(updateCollection, { job: null, collection: { index: { targetRecall: 0.97, ef: 16 } } });
  const before = await recallSeen();
  assert.ok(before < 0.945, `the graph is too good to show anything: ${before}`);
  const effort = async () => (await search(0)).explain.views[0].vectors.ef;
  await until(
    'more effort to be made',
    async () => {
      await searches(16);
      return effort();
    },
    (ef) => ef !== 20,
  );
  const recall = await recallSeen();
  // It was chosen by the fewest trials that it is chosen by.
  assert.ok(recall >= 0.94, `${recall} with ${await effort()}`);
});

test('what is no recall is refused', async () => {
  const { errors } = await client.ask(
    `mutation { updateCollection(input: { collection: "graph", index: { targetRecall: 1.5 } }) { job { id } } }`,
  );
  assert.equal(errors?.[0]?.extensions.code, 'BAD_USER_INPUT');
});

async function sampled(): Promise<number> {
  const text = await (await fetch(`${stack.services.query?.url}/metrics`)).text();
  return Number(/^recall_samples_total\{method="semantic".*\} (\d+)$/m.exec(text)?.[1] ?? 0);
}
