import assert from 'node:assert/strict';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { until } from '../test/support/until.ts';
import { startPostgres } from './postgres.ts';
import { canRunAsPlainUser, gone, killWatcher, plainUser, startOwner, temporaryDir } from './test-support.ts';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

test('a row that was acknowledged survives kill -9 of Kitegraph and of PostgreSQL', async () => {
  await using dir = await temporaryDir();
  for (let round = 0; round < 3; round++) {
    const owner = await startOwner(dir.path, ['postgres']);
    const { url, pid } = owner.owned.postgres;
    await query(url, 'CREATE TABLE IF NOT EXISTS kept (round int)');
    await query(url, `INSERT INTO kept VALUES (${round})`);
    if (round > 0) process.kill(pid, 'SIGKILL');
    await owner.kill();
  }
  await using postgres = await startPostgres({ dataDir: dir.path });
  assert.deepEqual(await query(postgres.url, 'SELECT round FROM kept ORDER BY 1'), [[0], [1], [2]]);
  assert.deepEqual(await query(postgres.url, 'SHOW fsync'), [['on']]);
});

test('a PostgreSQL that is killed comes back by itself at its address, with all that it had acknowledged', async () => {
  await using dir = await temporaryDir();
  await using postgres = await startPostgres({ dataDir: dir.path });
  const { url, pid } = postgres;
  await query(url, 'CREATE TABLE kept (round int)');
  await query(url, 'INSERT INTO kept VALUES (1)');
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  const kept = await until(
    'it to answer',
    () => query(url, 'SELECT round FROM kept').catch((error: Error) => error.message),
    (answer) => typeof answer !== 'string',
  );
  assert.deepEqual(kept, [[1]]);
  assert.notEqual(postgres.pid, pid);
});

test('PostgreSQL ends when Kitegraph is killed by kill -9', async () => {
  await using dir = await temporaryDir();
  const owner = await startOwner(dir.path, ['postgres']);
  await owner.kill();
  await gone(owner.owned.postgres.pid);
});

test('a PostgreSQL that was left running is ended at the next start', {
  skip: process.platform !== 'linux',
}, async () => {
  await using dir = await temporaryDir();
  const owner = await startOwner(dir.path, ['postgres']);
  await killWatcher(owner.owned.postgres.pid);
  await owner.kill();
  await query(owner.owned.postgres.url, 'SELECT 1');
  await using postgres = await startPostgres({ dataDir: dir.path });
  await gone(owner.owned.postgres.pid);
  await query(postgres.url, 'SELECT 1');
});

test('the PostgreSQL of a running Kitegraph is left alone', async () => {
  await using dir = await temporaryDir();
  await using owner = await startOwner(dir.path, ['postgres']);
  await assert.rejects(startPostgres({ dataDir: dir.path }), {
    name: 'InUse',
    message: new RegExp(`process ${owner.pid}`),
  });
  await query(owner.owned.postgres.url, 'SELECT 1');
});

test('nobody gets into PostgreSQL without the password, which only we can read', async () => {
  await using dir = await temporaryDir();
  await using postgres = await startPostgres({ dataDir: dir.path });
  const guess = new URL(postgres.url);
  guess.password = 'guess';
  await assert.rejects(query(guess.href, 'SELECT 1'), /password authentication failed/);
  guess.password = '';
  await assert.rejects(query(guess.href, 'SELECT 1'));
  const { mode } = await stat(join(dir.path, 'postgres.password'));
  assert.equal(mode & 0o777, 0o600);
  assert.deepEqual(await query(postgres.url, 'SHOW listen_addresses'), [['127.0.0.1']]);
});

test('an interrupted first start is made good by the next', async () => {
  await using dir = await temporaryDir();
  await mkdir(join(dir.path, 'postgres.new'));
  await writeFile(join(dir.path, 'postgres.new', 'PG_VERSION'), '18');
  await using postgres = await startPostgres({ dataDir: dir.path });
  await query(postgres.url, 'SELECT 1');
});

const asRoot = process.getuid?.() === 0;

test('started as root, PostgreSQL runs as another user, also below a folder that others cannot enter', {
  skip: !asRoot && 'not root',
}, async () => {
  await using dir = await temporaryDir();
  await using postgres = await startPostgres({ dataDir: join(dir.path, 'deeper') });
  const status = await readFile(`/proc/${postgres.pid}/status`, 'utf8');
  assert.doesNotMatch(status, /^Uid:\s+0\s/m);
  assert.equal((await stat(dir.path)).mode & 0o777, 0o700, 'the folder above is as it was');
});

test('PostgreSQL runs as a plain user', async (t) => {
  if (!(await canRunAsPlainUser()))
    return t.skip('not root, where the other tests show it, or below a closed folder');
  await using dir = await temporaryDir();
  await chown(dir.path, plainUser.uid, plainUser.gid);
  await using owner = await startOwner(dir.path, ['postgres'], plainUser);
  assert.deepEqual(await query(owner.owned.postgres.url, 'SELECT 1'), [[1]]);
});

test('the data of a plain user is opened by root too', async (t) => {
  if (!(await canRunAsPlainUser())) return t.skip('not root, or below a closed folder');
  await using dir = await temporaryDir();
  await chown(dir.path, plainUser.uid, plainUser.gid);
  const owner = await startOwner(dir.path, ['postgres'], plainUser);
  await query(owner.owned.postgres.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  await owner.kill();
  await gone(owner.owned.postgres.pid);
  await using postgres = await startPostgres({ dataDir: dir.path });
  assert.deepEqual(await query(postgres.url, 'SELECT one FROM kept'), [[1]]);
});

test('a lost password is told in one line, and the data are left as they are', async () => {
  await using dir = await temporaryDir();
  await (await startPostgres({ dataDir: dir.path }))[Symbol.asyncDispose]();
  await rm(join(dir.path, 'postgres.password'));
  await assert.rejects(
    startPostgres({ dataDir: dir.path }),
    /^Error: .*postgres\.password is missing: .*begin anew\.$/,
  );
  assert.ok((await stat(join(dir.path, 'postgres', 'PG_VERSION'))).isFile());
});
