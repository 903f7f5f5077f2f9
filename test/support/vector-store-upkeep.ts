import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passageKey } from '../../lib/milvus/passage.ts';
import { nearest, passage } from './passages.ts';
import type { Stage } from './vector-store-content.ts';
import { exactShape } from './view-shape.ts';

/** What a VectorStore promises to those who compare, compact and tune views. */
export function promisesAboutUpkeep(stage: Stage): void {
  test('vectors come back as they were written, and only those that are there', async () => {
    const view = await stage.newView();
    const rows = Array.from({ length: 700 }, (_, n) =>
      passage({ document: `d${n}`, vector: stage.vector() }),
    );
    await stage.store.write(view, rows);
    const found = await stage.store.vectorsOf(view, [...rows.map(({ key }) => key), 'none:1:0']);
    assert.equal(found.size, rows.length);
    for (const { key, vector } of rows) assert.deepEqual(found.get(key), vector);
    assert.deepEqual(await stage.store.vectorsOf(view, []), new Map());
  });

  test('the keys between two documents are those of all their passages, by bytes, the first left out', async () => {
    const view = await stage.newView();
    const ids = ['10', '9', 'Z', 'a', 'a"b', 'a:1', 'ä', '字', '😀'];
    await stage.store.write(
      view,
      ids.flatMap((document) =>
        [0, 1].map((ordinal) =>
          passage({ document, revision: 3, ordinal, passages: 2, vector: stage.vector() }),
        ),
      ),
    );
    const between = async (after: string, upTo: string | undefined) => {
      const { keys, more } = await stage.store.keysBetween(view, { after, upTo });
      assert.equal(more, false);
      assert.ok(keys.every(({ passages }) => passages === 2));
      return new Set(keys.map(({ key }) => key));
    };
    const keysOf = (some: string[]) =>
      new Set(some.flatMap((id) => [passageKey(id, 3, 0), passageKey(id, 3, 1)]));
    assert.deepEqual(await between('', undefined), keysOf(ids));
    for (const [from, to] of [
      [0, 3],
      [3, 5],
      [6, 8],
    ] as const) {
      assert.deepEqual(await between(ids[from] as string, ids[to]), keysOf(ids.slice(from + 1, to + 1)));
    }
    assert.deepEqual(await between('ä', undefined), keysOf(ids.slice(7)));
  });

  test('compaction and settling change nothing that is found, at any time', async () => {
    const { store } = stage;
    const view = await stage.newView();
    await store.compact(view);
    await store.settle(view, { always: true });
    const rows = Array.from({ length: 600 }, (_, n) =>
      passage({ document: `d${n}`, terms: `qterm${n % 10}`, vector: stage.vector() }),
    );
    for (let from = 0; from < rows.length; from += 200) {
      await store.write(view, rows.slice(from, from + 200));
      await store.settle(view, { always: true });
    }
    await store.remove(
      view,
      rows.slice(0, 250).map(({ document }) => ({ document, upTo: 1 })),
    );
    const left = rows.slice(250);
    let compacted = false;
    const compacting = store.compact(view).then(() => {
      compacted = true;
    });
    do {
      const query = stage.vector();
      assert.deepEqual(await stage.documentsNear(view, query, 10), nearest(left, query, 10));
    } while (!compacted);
    await compacting;
    assert.equal(await store.count(view), 350);
    const { keys } = await store.keysBetween(view, { after: '', upTo: undefined });
    assert.deepEqual(keys.map(({ key }) => key).sort(), left.map(({ key }) => key).sort());
    await store.write(view, [passage({ document: 'after', vector: stage.vector() })]);
    assert.equal(await store.count(view), 351);
  });

  test('a graph index finds more the more candidates it looks at, and enough at the default', async () => {
    const { store } = stage;
    const shape = exactShape(stage.dimensions);
    const view = 'graph';
    await store.createView(view, { ...shape, index: { builtAs: 'HNSW', m: 16, efConstruction: 200 } });
    const rows = Array.from({ length: 2_000 }, (_, n) =>
      passage({ document: `d${n}`, vector: stage.vector(), metadata: { part: n % 10 } }),
    );
    await store.write(view, rows);
    await store.settle(view, { always: true });
    const queries = Array.from({ length: 20 }, () => stage.vector());
    for (const [ef, least, filter] of [
      [128, 0.95],
      [1_000, 0.99],
      [128, 0.95, 'metadata["part"] == 3'],
    ] as const) {
      const among = filter ? rows.filter(({ metadata }) => metadata.part === 3) : rows;
      const answers = await store.searchVectors(view, { vectors: queries, limit: 10, ef, filter });
      const hits = answers.flatMap((found, n) => {
        const right = new Set(nearest(among, queries[n] as Float32Array, 10));
        return found.filter(({ row }) => right.has(row.document));
      });
      const recall = hits.length / (10 * queries.length);
      assert.ok(recall >= least, `ef ${ef}, ${filter ?? 'no filter'}: recall ${recall}`);
    }
  });
}
