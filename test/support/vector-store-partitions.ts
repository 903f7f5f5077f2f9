import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PartitionKind } from '../../lib/view-spec.ts';
import { passage } from './passages.ts';
import type { Stage } from './vector-store-content.ts';
import { exactShape } from './view-shape.ts';

/** What a VectorStore promises about views that are divided. @param o.keyword whether the server searches by keywords */
export function promisesAboutPartitions(stage: Stage, o: { keyword: boolean }): void {
  let views = 0;
  async function dividedView(partitions: PartitionKind): Promise<string> {
    const name = `divided_${++views}`;
    await stage.store.createView(name, { ...exactShape(stage.dimensions), partitions });
    return name;
  }
  const row = (document: string, partition: string, more: object = {}) =>
    passage({ document, partition, terms: 'qword', vector: stage.vector(), ...more });
  async function found(view: string, more: object = {}): Promise<string[]> {
    const [hits] = await stage.store.searchVectors(view, { vectors: [stage.vector()], limit: 100, ...more });
    const byVector = (hits ?? []).map((hit) => hit.row.document).sort();
    if (o.keyword) {
      const [byTerm] = await stage.store.searchTerms(view, { queries: ['qword'], limit: 100, ...more });
      assert.deepEqual((byTerm ?? []).map((hit) => hit.row.document).sort(), byVector);
    }
    return byVector;
  }

  test('rows go into the partitions that they name, and a search looks into those that it names', async () => {
    const { store } = stage;
    const view = await dividedView('NAME');
    for (const name of ['red', 'blue', 'blue']) await store.partitions.create(view, name);
    const names = await store.partitions.names(view);
    assert.ok(names.includes('red') && names.includes('blue') && !names.includes('green'));
    await store.write(view, [row('a', 'red'), row('b', 'blue'), row('c', 'blue')], { byPartition: true });
    assert.deepEqual(await found(view), ['a', 'b', 'c']);
    assert.deepEqual(await found(view, { partitions: ['blue'] }), ['b', 'c']);
    assert.deepEqual(await found(view, { partitions: ['red', 'blue'] }), ['a', 'b', 'c']);
    assert.deepEqual(await found(view, { partitions: ['blue'], filter: 'document == "a"' }), []);
    assert.deepEqual(await found(view, { partitions: [] }), []);
    assert.equal(await store.count(view), 3);
  });

  test('a document that moves to another partition leaves the old one with its older revision', async () => {
    const { store } = stage;
    const view = await dividedView('NAME');
    for (const name of ['old', 'new']) await store.partitions.create(view, name);
    await store.write(view, [row('moved', 'old'), row('stays', 'old')], { byPartition: true });
    await store.write(view, [row('moved', 'new', { revision: 2 })], { byPartition: true });
    assert.equal(await store.sweep(view, [{ document: 'moved', revision: 2 }]), 1);
    assert.deepEqual(await found(view, { partitions: ['old'] }), ['stays']);
    assert.deepEqual(await found(view, { partitions: ['new'] }), ['moved']);
    assert.equal(await store.remove(view, [{ document: 'moved', upTo: 2 }]), 1);
    assert.deepEqual(await found(view), ['stays']);
  });

  test('a partition that is dropped goes with its rows and no others, and can be made again', async () => {
    const { store } = stage;
    const view = await dividedView('NAME');
    for (const name of ['kept', 'dropped']) await store.partitions.create(view, name);
    await store.write(view, [row('a', 'kept'), row('b', 'dropped')], { byPartition: true });
    await store.partitions.drop(view, 'dropped');
    await store.partitions.drop(view, 'dropped');
    assert.ok(!(await store.partitions.names(view)).includes('dropped'));
    assert.deepEqual(await found(view), ['a']);
    await store.partitions.create(view, 'dropped');
    assert.deepEqual(await found(view), ['a']);
    await store.write(view, [row('c', 'dropped')], { byPartition: true });
    assert.deepEqual(await found(view, { partitions: ['dropped'] }), ['c']);
    assert.deepEqual(await found(view), ['a', 'c']);
  });

  test('rows that lie by the value of a field are found by it, whatever it is', async () => {
    const view = await dividedView('FIELD');
    const values = ['north', 'it\'s "south"', '字'.repeat(341), ''];
    await stage.store.write(
      view,
      values.map((value, n) => row(`d${n}`, value)),
    );
    assert.equal((await found(view)).length, values.length);
    for (const [n, value] of values.entries()) {
      assert.deepEqual(await found(view, { filter: `partition == ${JSON.stringify(value)}` }), [`d${n}`]);
    }
    await stage.store.write(view, [row('d0', 'elsewhere', { revision: 2 })]);
    await stage.store.sweep(view, [{ document: 'd0', revision: 2 }]);
    assert.deepEqual(await found(view, { filter: 'partition == "north"' }), []);
    assert.deepEqual(await found(view, { filter: 'partition == "elsewhere"' }), ['d0']);
  });
}
