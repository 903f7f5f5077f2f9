import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartRejected } from '../../lib/errors.ts';
import { toMilvus } from '../../lib/filter/milvus.ts';
import { columnBytes, type PassageRow, passageKey } from '../../lib/milvus/passage.ts';
import type { VectorStore } from '../../lib/milvus/vector-store.ts';
import { ROW_TOO_LARGE } from '../../lib/milvus/write.ts';
import { passage } from './passages.ts';

/** A vector store to try, and the ways to try it. */
export interface Stage {
  readonly store: VectorStore;
  readonly dimensions: number;
  vector(): Float32Array;
  newView(): Promise<string>;
  documentsNear(view: string, query: Float32Array, limit: number, filter?: string): Promise<string[]>;
}

/** What a VectorStore promises about what is written into it: it comes back as it was, or is refused by name. */
export function promisesAboutContent(stage: Stage): void {
  test('any text survives in rows, document ids and filters', async () => {
    const view = await stage.newView();
    const texts = [
      'a "quoted" word',
      "it's",
      'back\\slash\\" or 1 == 1',
      'two\nlines\r\n\tand a tab',
      '什麼是向量資料庫？',
      'ベクトル 벡터',
      'emoji 👩‍🚀😀',
      '\u0001 control \u007f',
      'a:1:0',
      '%_*{}[]()',
    ];
    const rows = texts.map((text) =>
      passage({
        document: text,
        title: text,
        text,
        metadata: { text, list: [text] },
        vector: stage.vector(),
      }),
    );
    await stage.store.write(view, rows);
    for (const [index, text] of texts.entries()) {
      for (const [field, type] of [
        ['text', 'STRING'],
        ['list', 'STRING_LIST'],
      ] as const) {
        const filter = toMilvus({ kind: 'in', field, type, values: [text] });
        const [hits] = await stage.store.searchVectors(view, {
          vectors: [stage.vector()],
          limit: 10,
          filter,
        });
        assert.deepEqual(
          hits?.map((hit) => hit.row.document),
          [text],
          `${field}: ${text}`,
        );
      }
      const [row] = await stage.store.rowsOf(view, [`${text}:1:0`]);
      assert.deepEqual([row?.text, row?.title], [text, text]);
      const [found] = await stage.store.passagesOf(view, [{ document: text, revision: 1 }]);
      const { vector: _vector, terms: _terms, ...fields } = rows[index] as PassageRow;
      assert.deepEqual(found, fields);
    }
    await stage.store.remove(
      view,
      texts.slice(1).map((document) => ({ document, upTo: 1 })),
    );
    assert.deepEqual(await stage.documentsNear(view, stage.vector(), 10), [texts[0]]);
  });

  test('64-bit integers are exact', async () => {
    const view = await stage.newView();
    const integers = [2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 53n) - 3n];
    const rows = integers.map((long, n) =>
      passage({ document: `d${n}`, vector: stage.vector(), metadata: { long, list: [long, 1] } }),
    );
    await stage.store.write(view, rows);
    for (const [n, long] of integers.entries()) {
      const filter = toMilvus({ kind: 'in', field: 'long', type: 'INT', values: [long] });
      assert.deepEqual(await stage.documentsNear(view, stage.vector(), 10, filter), [`d${n}`]);
      const [found] = await stage.store.passagesOf(view, [{ document: `d${n}`, revision: 1 }]);
      assert.deepEqual(found?.metadata, { long, list: [long, 1] });
    }
  });

  test('a long document comes back whole and in order, and others do not mix in', async () => {
    const view = await stage.newView();
    const long = Array.from({ length: 1_100 }, (_, ordinal) =>
      passage({ document: 'long', revision: 3, ordinal, passages: 1_100, vector: stage.vector() }),
    );
    const short = [passage({ document: 'short', vector: stage.vector() })];
    await stage.store.write(view, [...long.slice(0, 600).reverse(), ...short, ...long.slice(600)]);
    const found = await stage.store.passagesOf(view, [
      { document: 'short', revision: 1 },
      { document: 'gone', revision: 1 },
      { document: 'long', revision: 3 },
    ]);
    const keys = [passageKey('short', 1, 0), ...long.map((row) => row.key)];
    assert.deepEqual(
      found.map((row) => row.key),
      keys,
    );
  });

  test('a revision that was written in part does not count', async () => {
    const view = await stage.newView();
    const row = (revision: number, ordinal: number) =>
      passage({ document: 'd', revision, ordinal, passages: 2, vector: stage.vector() });
    await stage.store.write(view, [row(1, 0), row(1, 1), row(2, 0)]);
    assert.deepEqual(await stage.store.revisionsOf(view, ['d', 'none']), new Map([['d', 1]]));
    await stage.store.write(view, [row(2, 1)]);
    assert.deepEqual(await stage.store.revisionsOf(view, ['d']), new Map([['d', 2]]));
  });

  test('a row that is too large is refused by name, and nothing of its batch is written', async () => {
    const view = await stage.newView();
    const fits = passage({
      document: 'fits',
      text: '字'.repeat(columnBytes.text / 3),
      vector: stage.vector(),
    });
    const large = passage({
      document: 'large',
      text: '字'.repeat(columnBytes.text / 3 + 1),
      vector: stage.vector(),
    });
    await assert.rejects(
      stage.store.write(view, [fits, large]),
      (error) =>
        error instanceof PartRejected && error.code === ROW_TOO_LARGE && /large:1:0/.test(error.message),
    );
    assert.equal(await stage.store.count(view), 0);
    await stage.store.write(view, [fits]);
    assert.equal(
      (await stage.store.passagesOf(view, [{ document: 'fits', revision: 1 }]))[0]?.text,
      fits.text,
    );
  });
}
