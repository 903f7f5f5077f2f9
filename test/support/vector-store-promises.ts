import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DataType } from '@zilliz/milvus2-sdk-node';
import { PartUnavailable } from '../../lib/errors.ts';
import { UNAUTHENTICATED } from '../../lib/milvus/normalise.ts';
import { type VectorStore, vectorStore } from '../../lib/milvus/vector-store.ts';
import { closeClient, openClient } from '../../lib/milvus/wire.ts';
import type { Part } from './parts.ts';
import { nearest, passage, vectorSource } from './passages.ts';
import { until } from './until.ts';
import { promisesAboutContent, type Stage } from './vector-store-content.ts';
import { promisesAboutPartitions } from './vector-store-partitions.ts';
import { promisesAboutRecall } from './vector-store-recall.ts';
import { promisesAboutUpkeep } from './vector-store-upkeep.ts';
import { exactShape } from './view-shape.ts';

const DIMENSIONS = 32;

export interface TestedMilvus extends Part {
  address: string;
  /** Where the server asks for one. */
  token?: string;
}

/** What a VectorStore promises on every Milvus, with or without keyword search. */
export function promisesOfVectorStore(
  server: string,
  launch: () => Promise<TestedMilvus>,
  o: { keyword: boolean; skip?: string },
): void {
  describe(`the vector store on ${server}`, { skip: o.skip }, () => {
    const vector = vectorSource(DIMENSIONS);
    let milvus: TestedMilvus;
    let store: VectorStore;
    let views = 0;

    before(async () => {
      milvus = await launch();
      await milvus.start();
      store = vectorStore(milvus);
    });

    after(async () => {
      await store?.[Symbol.asyncDispose]();
      await milvus?.[Symbol.asyncDispose]();
    });

    async function newView(): Promise<string> {
      const name = `promise_${++views}`;
      await store.createView(name, exactShape(DIMENSIONS));
      return name;
    }

    async function documentsNear(view: string, query: Float32Array, limit: number, filter?: string) {
      const [hits] = await store.searchVectors(view, { vectors: [query], limit, filter });
      return (hits ?? []).map((hit) => hit.row.document);
    }

    test('what it can do is known, and it says so when it is well', async () => {
      const able = await store.capabilities();
      assert.equal(able.keyword, o.keyword);
      assert.match(able.version, /\d+\.\d+\.\d+/);
      const health = await store.health();
      assert.equal(health.status, 'UP');
      assert.ok(health.detail.includes(able.version));
    });

    test('finding out what it can do leaves nothing behind, nor what a crashed finding out left', async () => {
      await using another = vectorStore(milvus);
      const client = openClient({ ...milvus, timeout: 10_000 });
      const key = { name: 'key', data_type: DataType.VarChar, max_length: 9, is_primary_key: true };
      const fields = [key, { name: 'vector', data_type: DataType.FloatVector, dim: 4 }];
      const probes = async () =>
        (await client.showCollections()).data
          .map(({ name }) => name)
          .filter((name) => name.includes('probe'));
      const [crashed, running] = [Date.now() - 3_600_000, Date.now() - 1_000].map(
        (born) => `kitegraph_probe_${born.toString(36)}_0`,
      ) as [string, string];
      try {
        assert.deepEqual(await probes(), []);
        for (const collection_name of [crashed, running]) {
          await client.createCollection({ collection_name, fields });
        }
        await another.capabilities();
        assert.deepEqual(await probes(), [running]);
      } finally {
        await client.dropCollection({ collection_name: running });
        await closeClient(client);
      }
    });

    test('a wrong token is refused as one', async (t) => {
      if (!milvus.token) return t.skip('this server takes any token');
      await using stranger = vectorStore({ address: milvus.address, token: 'root:wrong' });
      await assert.rejects(stranger.hasView('any'), { name: 'PartRejected', code: UNAUTHENTICATED });
      assert.equal((await stranger.health()).status, 'DOWN');
    });

    test('rows written are found by the next search', async () => {
      const view = await newView();
      for (let round = 0; round < 20; round++) {
        const row = passage({
          document: `d${round}`,
          vector: vector(),
          metadata: { round },
          terms: `qround${round}`,
        });
        await store.write(view, [row]);
        assert.deepEqual(await documentsNear(view, row.vector, 1), [row.document]);
        if (o.keyword) {
          const [hits] = await store.searchTerms(view, { queries: [`qround${round}`], limit: 5 });
          assert.deepEqual(
            hits?.map((hit) => hit.row.document),
            [row.document],
          );
        }
      }
      assert.equal(await store.count(view), 20);
      assert.equal(await store.count(view, 'metadata["round"] >= 15'), 5);
    });

    test('a row comes back as it was written', async () => {
      const view = await newView();
      const row = passage({
        document: 'whole',
        revision: 7,
        passages: 1,
        title: 'A title',
        text: 'The text',
        start: 3,
        end: 11,
        metadata: { year: 2024, ratio: 1.5, open: true, tags: ['a', 'b'], nested: { deep: [null, {}] } },
        terms: 'qthe qtext',
        vector: vector(),
      });
      const { vector: query, terms: _, ...fields } = row;
      await store.write(view, [row]);
      const [hits] = await store.searchVectors(view, { vectors: [query], limit: 1 });
      assert.deepEqual(hits?.[0]?.row, { key: row.key, document: 'whole', revision: 7, ordinal: 0 });
      assert.deepEqual(await store.rowsOf(view, [row.key, 'none:1:0']), [fields]);
      assert.ok(Math.abs((hits?.[0]?.score ?? 0) - 1) < 1e-5, 'the cosine of a vector and itself is 1');
    });

    test('a later revision replaces an earlier one: a sweep leaves only the newest', async () => {
      const view = await newView();
      const rows = (document: string, revision: number, passages: number) =>
        Array.from({ length: passages }, (_, ordinal) =>
          passage({ document, revision, ordinal, passages, vector: vector() }),
        );
      await store.write(view, [...rows('a', 1, 3), ...rows('b', 4, 2), ...rows('a:1', 1, 1)]);
      await store.write(view, rows('a', 2, 1));
      await store.sweep(view, [
        { document: 'a', revision: 2 },
        { document: 'b', revision: 4 },
      ]);
      const all = (await store.searchVectors(view, { vectors: [vector()], limit: 100 }))[0] ?? [];
      const keys = all.map((hit) => hit.row.key).sort();
      assert.deepEqual(keys, ['a:1:1:0', 'a:2:0', 'b:4:0', 'b:4:1']);
      await store.remove(view, [
        { document: 'b', upTo: 4 },
        { document: 'a', upTo: 1 },
      ]);
      assert.equal(await store.count(view), 2);
      assert.deepEqual(await documentsNear(view, vector(), 100, 'document == "b"'), []);
    });

    test('a row written again changes nothing', async () => {
      const view = await newView();
      const rows = [1, 2, 3].map((n) => passage({ document: `d${n}`, vector: vector() }));
      await store.write(view, rows);
      await store.settle(view);
      await store.write(view, rows);
      assert.equal((await documentsNear(view, vector(), 100)).length, 3);
    });

    test('many writes at once to one view lose nothing', async () => {
      const view = await newView();
      const batches = Array.from({ length: 12 }, (_, batch) =>
        Array.from({ length: 40 }, (_, n) => passage({ document: `${batch}/${n}`, vector: vector() })),
      );
      await Promise.all(
        batches.map(async (rows) => {
          await store.write(view, rows);
          await store.settle(view);
          assert.equal(await store.count(view, `key == "${rows[39]?.key}"`), 1);
        }),
      );
      assert.equal(await store.count(view), 480);
    });

    test('a filter never loses recall', async () => {
      const view = await newView();
      const rows = Array.from({ length: 3_000 }, (_, n) =>
        passage({ document: `d${n}`, vector: vector(), metadata: { part: n % 20 } }),
      );
      await store.write(view, rows);
      await store.settle(view);
      const passing = rows.filter((row) => row.metadata.part === 7);
      for (const [filter, among] of [
        [undefined, rows],
        ['metadata["part"] == 7', passing],
      ] as const) {
        for (const limit of [10, 100]) {
          let found = 0;
          for (let query = 0; query < 20; query++) {
            const asked = vector();
            const right = new Set(nearest(among, asked, limit));
            const got = await documentsNear(view, asked, limit, filter);
            assert.equal(new Set(got).size, limit);
            found += got.filter((document) => right.has(document)).length;
          }
          const recall = found / (20 * limit);
          assert.ok(recall >= 0.95, `${filter ?? 'no filter'}, limit ${limit}: recall ${recall}`);
        }
      }
      assert.equal((await documentsNear(view, vector(), 1_000)).length, 1_000);
    });

    test('the queries of one call get their own answers, in order', async () => {
      const view = await newView();
      const rows = Array.from({ length: 10 }, (_, n) =>
        passage({ document: `d${n}`, vector: vector(), metadata: { n }, terms: `qterm${n} qall` }),
      );
      await store.write(view, rows);
      const vectors = rows.map((row) => row.vector);
      const near = await store.searchVectors(view, { vectors, limit: 1 });
      assert.deepEqual(
        near.map((hits) => hits[0]?.row.document),
        rows.map((row) => row.document),
      );
      const none = await store.searchVectors(view, { vectors, limit: 3, filter: 'metadata["n"] == 11' });
      assert.deepEqual(
        none,
        rows.map(() => []),
      );
      assert.deepEqual(await store.searchVectors(view, { vectors: [], limit: 3 }), []);
    });

    const stage: Stage = {
      get store() {
        return store;
      },
      dimensions: DIMENSIONS,
      vector,
      newView,
      documentsNear,
    };
    promisesAboutContent(stage);
    promisesAboutPartitions(stage, o);
    promisesAboutRecall(stage);
    promisesAboutUpkeep(stage);

    test('a view can be made twice and by two at once, and is gone when it was dropped', async () => {
      const name = 'twice';
      assert.equal(await store.hasView(name), false);
      await using other = vectorStore(milvus);
      await Promise.all([1, 2, 3].map(() => store.createView(name, exactShape(DIMENSIONS))));
      await store.write(name, [passage({ document: 'd', vector: vector() })]);
      await other.createView(name, exactShape(DIMENSIONS));
      assert.equal(await other.count(name), 1);
      await store.dropView(name);
      assert.equal(await other.hasView(name), false);
      for (const call of [
        () => store.searchVectors(name, { vectors: [vector()], limit: 1 }),
        () => store.count(name),
        () => store.write(name, [passage({ document: 'd', vector: vector() })]),
      ]) {
        await assert.rejects(call, { name: 'PartRejected', code: 'COLLECTION_NOT_FOUND' });
      }
    });

    if (o.keyword) {
      test('keyword search puts the best first, with the highest score, and keeps to the filter', async () => {
        const view = await newView();
        const texts = ['qcat qdog qbird', 'qcat qcat qcat', 'qfish qwhale', 'qdog qdog qwhale'];
        await store.write(
          view,
          texts.map((terms, n) => passage({ document: `d${n}`, terms, vector: vector(), metadata: { n } })),
        );
        await store.settle(view);
        const queries = ['qcat', '', 'qwhale qdog', 'qnothing', ' '];
        const found = await store.searchTerms(view, { queries, limit: 10 });
        const documents = found.map((hits) => hits.map((hit) => hit.row.document));
        assert.deepEqual(documents[0], ['d1', 'd0']);
        assert.deepEqual([documents[2]?.[0], documents[1], documents[3], documents[4]], ['d3', [], [], []]);
        for (const hits of found) {
          const scores = hits.map((hit) => hit.score);
          assert.ok(scores.every((score) => score > 0));
          assert.deepEqual(
            scores,
            scores.toSorted((a, b) => b - a),
          );
        }
        const [behind] = await store.searchTerms(view, {
          queries: ['qcat'],
          limit: 10,
          filter: 'metadata["n"] == 0',
        });
        assert.deepEqual(
          behind?.map((hit) => hit.row.document),
          ['d0'],
        );
      });
    } else {
      test('keyword search says which version it needs', async () => {
        const view = await newView();
        await assert.rejects(store.searchTerms(view, { queries: ['qcat'], limit: 1 }), (error: Error) => {
          assert.match(error.message, /Keyword search needs Milvus 2\.5 or later; this server is v2\.3\.5/);
          return (error as { extensions?: { code?: string } }).extensions?.code === 'NOT_SUPPORTED';
        });
      });
    }

    test('a server that is away is reported at once, and work goes on by itself when it is back', async () => {
      const view = await newView();
      const rows = Array.from({ length: 300 }, (_, n) => passage({ document: `d${n}`, vector: vector() }));
      await store.write(view, rows.slice(0, 290));
      await store.settle(view);
      await store.write(view, rows.slice(290));
      await milvus.stop();
      const started = performance.now();
      for (const call of [
        () => store.searchVectors(view, { vectors: [vector()], limit: 1 }),
        () => store.write(view, [passage({ document: 'late', vector: vector() })]),
        () => store.sweep(view, [{ document: 'd1', revision: 2 }]),
      ]) {
        await assert.rejects(call, PartUnavailable);
      }
      assert.ok(performance.now() - started < 10_000, 'long before a deadline');
      assert.equal((await store.health()).status, 'DOWN');

      await milvus.start();
      const found = await whenBack(() =>
        store.searchVectors(view, { vectors: rows.map((row) => row.vector), limit: 1 }),
      );
      assert.deepEqual(
        found.map((hits) => hits[0]?.row.document),
        rows.map((row) => row.document),
      );
      await whenBack(() => store.write(view, [passage({ document: 'late', vector: vector() })]));
      assert.equal(await whenBack(() => store.count(view)), 301);
      assert.equal((await whenBack(() => store.capabilities())).keyword, o.keyword);
    });
  });
}

/** As a caller does it: what is not available now is tried again. */
async function whenBack<T>(call: () => Promise<T>): Promise<T> {
  const answer = await until(
    'the server to be back',
    () =>
      call().catch((error: Error) => {
        if (error instanceof PartUnavailable) return error;
        throw error;
      }),
    (seen) => !(seen instanceof PartUnavailable),
  );
  return answer as T;
}
