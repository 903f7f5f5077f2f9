import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startPostgres } from '../../embedded/postgres.ts';
import { database } from './database.ts';

test('of two transactions that wait for each other both are done', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-'));
  try {
    await using postgres = await startPostgres({ dataDir });
    await using db = database({ url: postgres.url });
    await db.query('create table counters as select id, 0 as value from generate_series(1, 2) as id');
    const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let runs = 0;

    const raise = (first: number, second: number) =>
      db.transaction(async (tx) => {
        runs += 1;
        await tx.query('update counters set value = value + 1 where id = $1', [first]);
        held[first - 1]?.resolve();
        await held[second - 1]?.promise;
        await tx.query('update counters set value = value + 1 where id = $1', [second]);
      });
    await Promise.all([raise(1, 2), raise(2, 1)]);
    assert.deepEqual(await db.query('select value from counters'), [{ value: 2 }, { value: 2 }]);
    assert.ok(runs > 2, 'they did not wait for each other');
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
