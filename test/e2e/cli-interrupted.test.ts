import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { bootCommandLine, type CommandLine, program } from '../support/command-line.ts';
import { inTurn, type ProxyServer, startProxy } from '../support/proxy.ts';

let line: CommandLine;
let proxy: ProxyServer;
before(async () => {
  line = await bootCommandLine({ KITEGRAPH_MAX_PENDING: '40' });
  proxy = await startProxy(line.url);
});
after(async () => {
  await proxy?.[Symbol.asyncDispose]();
  await line?.[Symbol.asyncDispose]();
});

const viaProxy = () => ({ env: { KITEGRAPH_URL: proxy.url } });
const passOn: ProxyServer['onRequest'] = (_operation, pass) => pass();
const documents = (count: number, text = 'is about the wind.') =>
  Array.from(
    { length: count },
    (_, n) => `${JSON.stringify({ id: `d${n}`, text: `Document ${n} ${text}` })}\n`,
  );
const stored = async (collection: string) => {
  const { documents: found, collection: its } = await line.client.data(
    `{ documents(collection: "${collection}", first: 100) { edges { node { documentId revision } } }
       collection(name: "${collection}") { documentCount } }`,
  );
  return {
    count: its.documentCount,
    revisions: found.edges.map(({ node }: { node: { revision: number } }) => node.revision),
  };
};
const notes = () => readdir(line.path('state/kitegraph/imports'));

test('an import that is killed goes on where it was: nothing is lost, nothing is done twice, and the counts add up', async () => {
  const records = documents(95);
  records.splice(7, 0, 'no json\n');
  records.splice(70, 0, `${JSON.stringify({ id: 'wrong', text: '' })}\n`);
  await line.write('killed.jsonl', records.join(''));
  const args = [
    'index',
    'killed.jsonl',
    '-c',
    'killed',
    '--create',
    '--batch',
    '10',
    '--errors',
    'killed-errors.jsonl',
  ];
  const child = line.start([program, ...args], viaProxy());
  // The server accepts a request, and the client never learns that.
  proxy.onRequest = inTurn('AddDocuments', 9, () => child.kill('SIGKILL'));
  const [, signal] = await once(child, 'close');
  assert.equal(signal, 'SIGKILL');
  proxy.onRequest = passOn;
  const before = await stored('killed');
  assert.ok(before.count > 0 && before.count < 95, `${before.count} were accepted`);

  const { code, out, err } = await line.run([program, ...args], viaProxy());
  assert.match(err, /^Going on where the import was interrupted, after \d+ documents/);
  assert.match(
    out,
    /^95 documents indexed in the collection "killed", .* before the interruption\.\n2 documents not indexed\.\n$/,
  );
  assert.equal(code, 1);
  assert.deepEqual(await stored('killed'), { count: 95, revisions: Array(95).fill(1) });
  const errors = (await readFile(line.path('killed-errors.jsonl'), 'utf8')).trim().split('\n');
  assert.deepEqual(
    errors.map((each) => JSON.parse(each).line),
    [8, 71],
    'each mistake is reported once',
  );
  assert.deepEqual(await notes(), [], 'nothing is left of an import that has ended');
});

test('an import goes on only where its files are as they were, and --restart begins anew', async () => {
  await line.write('changed.jsonl', documents(30).join(''));
  const args = ['index', 'changed.jsonl', '-c', 'changed', '--create', '--batch', '10', '--patience', '0'];
  const interrupt = async () => {
    let accepted = 0;
    proxy.onRequest = async (operation, pass) =>
      operation === 'AddDocuments' && ++accepted > 1 ? undefined : pass();
    const { code, err } = await line.run([program, ...args], viaProxy());
    proxy.onRequest = passOn;
    assert.equal(code, 1);
    return err;
  };
  assert.match(
    await interrupt(),
    /Not finished\. The same command goes on where it was; with --restart it begins anew\.\n/,
  );
  const restarted = await line.run([program, ...args, '--restart'], viaProxy());
  assert.match(restarted.out, /^30 documents indexed in the collection "changed", in .*\/s\)\.\n$/);
  const { revisions } = await stored('changed');
  assert.equal(revisions.filter((revision: number) => revision === 2).length, 10, 'one batch was sent twice');
  await interrupt();
  await line.write('changed.jsonl', documents(20, 'is about the sea.').join(''));
  const again = await line.run([program, ...args], viaProxy());
  assert.match(again.err, /they have changed since: it begins anew/);
  assert.match(again.out, /^20 documents indexed/);
});

test('a lost connection is said and tried again, and what the server had accepted is not done twice', async () => {
  await line.write('lost.jsonl', documents(20).join(''));
  let lost = 0;
  proxy.onRequest = async (operation, pass) => {
    if (operation !== 'AddDocuments' || lost >= 3) return pass();
    lost++;
    if (lost === 2) await pass();
    return undefined;
  };
  const args = ['index', 'lost.jsonl', '-c', 'lost', '--create', '--batch', '10'];
  const { code, out, err } = await line.run([program, ...args], viaProxy());
  proxy.onRequest = passOn;
  assert.equal(code, 0, err);
  assert.match(
    err,
    /Waiting: the server does not answer \(.*\)\. It is tried again\.\n(.*\n)*The server has answered: going on\.\n/,
  );
  assert.match(out, /^20 documents indexed/);
  assert.deepEqual(await stored('lost'), { count: 20, revisions: Array(20).fill(1) });
});

test('an import waits when the server has enough to do, and goes on by itself', async () => {
  await line.write('much.jsonl', documents(90).join(''));
  await line.kitegraph('indexing', 'pause');
  const child = line.start([program, 'index', 'much.jsonl', '-c', 'much', '--create', '--batch', '10']);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  const told = new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk) => {
      err += chunk;
      if (/Waiting: the server has enough to index/.test(err)) resolve();
    });
  });
  const closed = once(child, 'close');
  await told;
  assert.ok((await stored('much')).count < 90);
  await line.kitegraph('indexing', 'resume');
  assert.deepEqual((await closed)[0], 0);
  assert.match(out, /^90 documents indexed/);
  assert.deepEqual(await stored('much'), { count: 90, revisions: Array(90).fill(1) });
});

test('what an operator has taken back of an import is not said to be indexed', async () => {
  await line.write('cancelled.jsonl', documents(20).join(''));
  await line.kitegraph('indexing', 'pause');
  await line.kitegraph('create', 'cancelled');
  const jobs = line.client.events(
    'subscription { indexActivity(collection: "cancelled", after: 0) { job { id status } } }',
  );
  const importing = line.kitegraph('index', 'cancelled.jsonl', '-c', 'cancelled', '--batch', '10');
  for await (const { data } of jobs) {
    const { id } = data.indexActivity.job;
    await line.client.data(`mutation { cancelIndexJob(input: { id: "${id}" }) { job { status } } }`);
    break;
  }
  await line.kitegraph('indexing', 'resume');
  const { code, out, err } = await importing;
  assert.match(err, /not indexed {2}job_\w+: was cancelled, and 10 documents of it taken back/);
  assert.match(out, /^10 documents indexed in .*\n10 documents not indexed\.\n$/);
  assert.equal(code, 1);
  assert.equal((await stored('cancelled')).count, 10);
});
