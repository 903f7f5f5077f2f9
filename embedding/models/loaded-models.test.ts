import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { LoadedModels } from './loaded-models.ts';

/** Models that tell when they are loaded and when they end. */
function shelf(most: number) {
  const told: string[] = [];
  const models = new LoadedModels<{ name: string } & AsyncDisposable>(most);
  const load = async (name: string) => {
    told.push(`load ${name}`);
    return {
      name,
      async [Symbol.asyncDispose]() {
        told.push(`end ${name}`);
      },
    };
  };
  const use = <T>(name: string, work: () => Promise<T>) => models.use(name, () => load(name), work);
  return { told, models, use, touch: (name: string) => use(name, async () => name) };
}

test('a model is loaded once, whoever asks for it, and stays', async () => {
  const { told, touch } = shelf(2);
  await Promise.all([touch('a'), touch('a'), touch('b')]);
  await touch('a');
  assert.deepEqual(told, ['load a', 'load b']);
});

test('one more takes the place of the one that was not used for longest', async () => {
  const { told, touch } = shelf(2);
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await touch(name);
  assert.deepEqual(told, ['load a', 'load b', 'end b', 'load c', 'end c', 'load b']);
});

test('a model does not end while it has work in hand', async () => {
  const { told, use, touch } = shelf(1);
  const work = Promise.withResolvers<string>();
  const inHand = use('a', () => work.promise);
  const other = touch('b');
  await setImmediate();
  assert.deepEqual(told, ['load a']);
  work.resolve('done');
  assert.equal(await inHand, 'done');
  assert.equal(await other, 'b');
  assert.deepEqual(told, ['load a', 'end a', 'load b']);
});

test('many models in one place all get their turn', async () => {
  const { told, touch } = shelf(1);
  const names = ['a', 'b', 'c', 'a', 'b', 'c'];
  assert.deepEqual(await Promise.all(names.map(touch)), names);
  const loads = told.filter((line) => line.startsWith('load'));
  assert.equal(loads.length - told.filter((line) => line.startsWith('end')).length, 1);
});

test('a model that cannot be loaded is an error to whoever asked, and is tried again', async () => {
  const { models, touch } = shelf(1);
  const fails = () =>
    models.use(
      'x',
      () => Promise.reject(new Error('no weights')),
      async () => undefined,
    );
  await assert.rejects(fails(), /no weights/);
  await assert.rejects(fails(), /no weights/);
  assert.equal(await touch('x'), 'x');
});

test('the end ends what is loaded, and what is being loaded', async () => {
  const { told, models, touch } = shelf(3);
  await touch('a');
  const last = touch('b');
  await models[Symbol.asyncDispose]();
  await last;
  assert.deepEqual(told.slice(-2).sort(), ['end a', 'end b']);
});
