import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runtimeDir } from '../support/embedding.ts';
import { milvus235, whyNoMilvus235 } from '../support/milvus-235.ts';
import { bootSearch, idsOf } from '../support/search.ts';

const skip = whyNoMilvus235(runtimeDir) ?? false;

test('on a Milvus without keyword search HYBRID goes by meaning and says so, KEYWORD names the version it needs', {
  skip,
}, async () => {
  await using cleanup = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-milvus-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const milvus = cleanup.use(await milvus235({ runtimeDir, dataDir }));
  await milvus.start();
  const stack = cleanup.use(await bootSearch({ milvusAddress: milvus.address, milvusToken: milvus.token }));
  await stack.create('articles');
  await stack.add('articles', [
    { documentId: 'kite', content: 'A kite rises against the wind.', metadata: { year: 2024 } },
    { documentId: 'anchor', content: 'An anchor keeps a ship in its place.', metadata: { year: 2020 } },
  ]);
  const hybrid = await stack.search({ text: 'flying toys' });
  assert.equal(idsOf(hybrid)[0], 'kite');
  assert.match(
    hybrid.explain.notes.join(),
    /meaning alone: keywords need Milvus 2.5; this server is v?2\.3\.5/,
  );
  const semantic = await stack.search({
    text: 'boats',
    mode: 'SEMANTIC',
    filter: { field: 'year', lt: 2024 },
  });
  assert.deepEqual(idsOf(semantic), ['anchor']);
  const keyword = await stack.refused({ text: 'kite', mode: 'KEYWORD' });
  assert.equal(keyword.code, 'NOT_SUPPORTED');
  assert.match(keyword.message, /Milvus 2\.5/);
});
