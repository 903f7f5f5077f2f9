import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specOf } from '../collections/settings.ts';
import { Collection } from './Collection.ts';

const model = { name: 'texts', version: '1', dimensions: 4, maxTokens: 512 };
const pictures = { name: 'pictures', version: '1', dimensions: 4 };

/** Why a collection with images should be built anew, where the embedding service says this of its image model. */
async function reasons(describe: () => Promise<unknown>): Promise<string[]> {
  const spec = specOf({}, { model, fields: [], partitions: 'NONE', large: false, images: pictures });
  const context = { load: { model: { load: async () => null } }, embedding: { images: { describe } } };
  const { needsRebuild } = Collection as Record<string, (...all: unknown[]) => Promise<string[]>>;
  return (needsRebuild as NonNullable<typeof needsRebuild>)({ spec }, {}, context);
}

test('a collection says when its pictures are indexed by another image model than there is now', async () => {
  assert.deepEqual(await reasons(async () => pictures), []);
  for (const now of [
    { ...pictures, version: '2' },
    { ...pictures, name: 'clip' },
  ])
    assert.match(
      (await reasons(async () => now)).join(),
      /image model is .*; its pictures are indexed by pictures 1/,
    );
});

test('and nothing while that is not known: the service is away, has no image model, or does not answer soon', async () => {
  assert.deepEqual(await reasons(() => Promise.reject(new Error('away'))), []);
  assert.deepEqual(await reasons(() => new Promise(() => undefined)), []);
});
