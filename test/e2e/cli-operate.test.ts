import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { bootCommandLine, type CommandLine, program } from '../support/command-line.ts';
import { modelsDir } from '../support/embedding.ts';
import { until } from '../support/until.ts';

let line: CommandLine;
before(async () => {
  line = await bootCommandLine();
  await line.write('guide.md', '# A guide\n\nBoats sail on the sea.\n');
  const things = Array.from({ length: 25 }, (_, n) => ({
    id: n,
    text: `Thing ${n} is about topic${n}x.`,
    year: n,
  }));
  await line.write('things.jsonl', things.map((thing) => JSON.stringify(thing)).join('\n'));
  const { code } = await kitegraph(
    ...['index', 'things.jsonl', '-c', 'things', '--create', '--fields', 'year:INT', '--batch', '10'],
  );
  assert.equal(code, 0);
});
after(() => line?.[Symbol.asyncDispose]());
const jsonOf = async (...args: string[]) => JSON.parse((await kitegraph(...args, '--json')).out);

/** What a command that follows something has printed so far, a change a line. */
// biome-ignore lint/suspicious/noExplicitAny: changes of many shapes
function following(...args: string[]): any[] {
  const changes: unknown[] = [];
  const child = line.start([program, ...args, '--follow', '--json']);
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (text) =>
    changes.push(JSON.parse(text)),
  );
  return changes;
}

const kitegraph = (...args: string[]) => line.kitegraph(...args);

test('collections, jobs, alerts and status show what is there', async () => {
  assert.match((await kitegraph('collections')).out, /things +25 +25 +0 +year:INT/);
  const settings = (await kitegraph('collections', 'things')).out;
  assert.match(settings, /^things\n/);
  assert.match(settings, /fields +year:INT\n/);
  const jobs = await jsonOf('jobs', '-c', 'things');
  assert.deepEqual(
    jobs.map((job: { status: string; total: number }) => `${job.status} ${job.total}`).sort(),
    ['COMPLETED 10', 'COMPLETED 10', 'COMPLETED 5'],
  );
  assert.equal((await kitegraph('alerts')).code, 0);
  const status = await kitegraph('status');
  assert.match(status.out, /^Kitegraph is UP\.\n/);
  assert.match(status.out, /postgresql +UP/);
  assert.equal(status.code, 0);
});

test('--follow prints each change as it happens', async () => {
  const changes = following('jobs', '-c', 'things');
  const alerts = following('alerts');
  await line.client.data(
    `mutation { createAlertRule(input: { name: "always", metric: "qps", operator: GTE, threshold: 0, durationSeconds: 0 }) { rule { id } } }`,
  );
  await until(
    'the alert to be told',
    () => alerts,
    () => alerts.some(({ alert }) => alert.rule.name === 'always'),
  );
  assert.equal(alerts.find(({ alert }) => alert.rule.name === 'always').alert.state, 'FIRING');
  // The subscription may begin later than the first of these ends: it then sees the next one.
  const ended = () => changes.find(({ job }) => job.status === 'COMPLETED');
  const { job } = await until('the end of a job to be told', async () => {
    assert.equal((await kitegraph('index', 'guide.md', '-c', 'things')).code, 0);
    return ended();
  });
  assert.deepEqual([job.processed, job.total, job.collection.name], [1, 1, 'things']);
});

test('create and delete change collections, and nothing is deleted without a word', async () => {
  assert.match(
    (await kitegraph('create', 'brief', '--fields', 'tags:STRING_LIST')).out,
    /Made the collection "brief"/,
  );
  const refused = await kitegraph('create', 'brief');
  assert.deepEqual([refused.code, refused.out], [1, '']);
  assert.match(refused.err, /"brief" exists already/);
  assert.match((await kitegraph('delete', 'brief')).err, /Say so with --yes/);
  assert.match((await kitegraph('delete', 'brief', '--yes')).out, /Deleted the collection "brief"/);
  assert.match((await kitegraph('delete', 'brief', '--yes')).err, /no collection "brief"/);
});

test('a job is stopped, goes on, is taken back and tells what it did', async () => {
  await kitegraph('indexing', 'pause');
  const paused = await kitegraph('indexing');
  assert.match(paused.out, /^Indexing is paused since .*\n0 documents wait; 1,000,000 may\.\n/);
  await line.write('later.jsonl', '{"id":"later","text":"Comes later."}\n');
  assert.equal((await kitegraph('index', 'later.jsonl', '-c', 'things', '--no-wait')).code, 0);
  const [{ id }] = await jsonOf('jobs', '-n', '1');
  assert.equal((await jsonOf('indexing')).pending, 1);
  assert.match((await kitegraph('jobs', 'pause', id)).out, new RegExp(`^Paused ADD ${id}`));
  assert.equal((await jsonOf('jobs', 'show', id)).status, 'PAUSED');
  assert.match((await kitegraph('jobs', 'resume', id)).out, new RegExp(`^ADD ${id} goes on`));
  assert.match(
    (await kitegraph('jobs', 'cancel', id)).out,
    /^Cancelled ADD .*; 1 document was taken back\.\n$/,
  );
  assert.match((await kitegraph('indexing', 'resume')).out, /^Indexing runs/);
  assert.match((await kitegraph('jobs', 'show', id)).out, /status +CANCELLED\n.*1 taken back/s);
  const retried = await kitegraph('jobs', 'retry', id);
  assert.equal(retried.code, 1);
  assert.match(retried.err, /CANCELLED/);
  const unknown = await kitegraph('jobs', 'show', 'job_none');
  assert.deepEqual([unknown.code, unknown.out], [1, '']);
  assert.match(unknown.err, /^There is no job "job_none"/);
});

test('an index is rebuilt, compacted and compared with its documents, and the command waits for it', async () => {
  const rebuilt = await kitegraph('rebuild', 'things');
  assert.match(rebuilt.out, /^Completed REBUILD job_\w+, in \d+ s\.\n$/);
  assert.equal(rebuilt.code, 0);
  assert.match((await kitegraph('optimize', 'things')).out, /^Completed OPTIMIZE job_/);
  const verified = await kitegraph('verify', 'things', '--no-repair');
  assert.deepEqual(
    [verified.code, verified.out],
    [0, 'The index of "things" agrees with its documents: 26 documents compared.\n'],
  );
  const begun = await kitegraph('rebuild', 'things', '--no-wait');
  assert.match(begun.out, /^Started the job job_\w+: see kitegraph jobs show job_/);
});

test('a change of a collection that needs a rebuild says so, and does both when told', async () => {
  assert.match((await kitegraph('update', 'things')).err, /^Say what to change/);
  const simple = await kitegraph(
    'update',
    'things',
    '--add-fields',
    'lang:STRING',
    '--description',
    'Things',
    ...['--keyword-weight', '0.3'],
    ...['--synonyms', 'ML, machine learning,機器學習', '--synonyms', 'phone => iPhone, Pixel'],
  );
  assert.deepEqual([simple.code, simple.out], [0, 'Changed the collection "things".\n']);
  const passages = ['update', 'things', '--max-tokens', '64', '--title-weight', '5'];
  const refused = await kitegraph(...passages);
  assert.deepEqual([refused.code, refused.out], [1, '']);
  assert.match(
    refused.err,
    /^This needs a rebuild, because contents are split otherwise; .* Say so with --rebuild\.\n/,
  );
  const done = await kitegraph(...passages, '--rebuild');
  assert.match(done.out, /^Changed the collection "things"\.\nCompleted REBUILD job_/);
  const settings = (await kitegraph('collections', 'things')).out;
  assert.match(settings, /passages +64 tokens/);
  assert.match(settings, /fields +year:INT lang:STRING\n/);
  assert.match(settings, /searches +words count 0.3 of 1\n/);
  assert.match(settings, /synonyms +ML, machine learning, 機器學習; phone => iPhone, Pixel\n/);
});

test('partitions are made, filled, released, loaded and dropped', async () => {
  await kitegraph('create', 'news', '--partition-by', 'name');
  assert.match((await kitegraph('partitions', 'news')).out, /^No partition yet/);
  assert.equal((await kitegraph('partitions', 'create', 'news', 'old')).code, 0);
  await line.write('news.jsonl', '{"id":"n","text":"News of the wind."}\n');
  const missing = await kitegraph('index', 'news.jsonl', '-c', 'news', '--partition', 'new');
  assert.match(missing.err, /has no partition "new": make it with --create/);
  await kitegraph('index', 'news.jsonl', '-c', 'news', '--partition', 'old');
  const found = async (...more: string[]) =>
    (await jsonOf('search', 'wind', '-c', 'news', '--mode', 'keyword', ...more)).edges.length;
  assert.equal(await found('--partition', 'old'), 1);
  assert.match((await kitegraph('partitions', 'release', 'news', 'old')).out, /no longer searched/);
  assert.equal(await found(), 0);
  assert.match((await kitegraph('partitions', 'list', 'news')).out, /old +released +1 /);
  await kitegraph('partitions', 'load', 'news', 'old');
  assert.equal(await found(), 1);
  assert.match(
    (await kitegraph('partitions', 'drop', 'news', 'old')).err,
    /with 1 document\? Say so with --yes/,
  );
  assert.match(
    (await kitegraph('partitions', 'drop', 'news', 'old', '--yes')).out,
    /^Dropped the partition "old"/,
  );
  assert.equal(await found(), 0);
});

test('models are listed, registered, used and removed', async () => {
  assert.match((await kitegraph('models')).out, /multilingual-e5-small \(default\) .* 384 .* things/);
  // Not of the model's name: what lies here is found by itself, and offered by the name of its folder.
  const folder = join(line.dataDir, 'models', 'theirs');
  await cp(join(modelsDir, 'bge-small-en-v1.5'), folder, { recursive: true });
  const registered = await kitegraph(
    'models',
    'register',
    'mine',
    '--folder',
    folder,
    '--query-prefix',
    'find: ',
  );
  assert.match(
    registered.out,
    /^Registered the model "mine" \(version \w+, 384 dimensions\)/,
    registered.err,
  );
  assert.equal((await kitegraph('create', 'own', '--model', 'mine')).code, 0);
  const models = await jsonOf('models');
  assert.deepEqual(models.find((model: { name: string }) => model.name === 'mine').collections, ['own']);
  const used = await kitegraph('models', 'remove', 'mine');
  assert.deepEqual([used.code, used.out], [1, '']);
  assert.match(used.err, /is used by own/);
  await kitegraph('delete', 'own', '--yes');
  assert.equal((await kitegraph('models', 'remove', 'mine')).out, 'Removed the model "mine".\n');
  const outside = await kitegraph('models', 'register', 'other', '--folder', '/etc');
  assert.match(outside.err, /may not look into \/etc/);
});

test('keys are made, listed, rotated and revoked; a key is the only thing on standard output', async () => {
  const made = await kitegraph(
    'keys',
    'create',
    'web shop',
    '--scopes',
    'search',
    '--collections',
    'things',
    '--expires-in',
    '30',
  );
  const key = made.out.trim();
  assert.match(key, /^kg_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/);
  const [listed] = await jsonOf('keys');
  assert.deepEqual([listed.name, listed.scopes, listed.collections], ['web shop', ['search'], ['things']]);
  assert.match((await kitegraph('keys')).out, /web shop +search +collections things +not yet/);
  const rotated = await jsonOf('keys', 'rotate', listed.id, '--grace', '0');
  assert.notEqual(rotated.key, key);
  assert.equal((await kitegraph('keys', 'revoke', listed.id)).code, 1);
  assert.match((await kitegraph('keys', 'revoke', listed.id, '--yes')).out, /Revoked "web shop"/);
  assert.deepEqual(await jsonOf('keys'), []);
  assert.equal((await jsonOf('keys', 'list', '--revoked')).length, 1);
  const wrong = await kitegraph('keys', 'revoke', 'key_none', '--yes');
  assert.equal(wrong.code, 1);
});
