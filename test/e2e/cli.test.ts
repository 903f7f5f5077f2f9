import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Stack } from '../../launch/stack.ts';
import { graphqlClient } from '../support/client.ts';
import { pdfOf } from '../support/pdf.ts';
import { bootStack } from '../support/stack.ts';

const kitegraphProgram = fileURLToPath(new URL('../../cli/kitegraph.mjs', import.meta.url));
const sample = fileURLToPath(new URL('../../sample/run.ts', import.meta.url));
const apiKey = 'a-key-of-the-tests-only';
let stack: Stack;
let folder: string;
const running = new Set<ChildProcess>();

before(async () => {
  stack = await bootStack('one', { KITEGRAPH_API_KEY: apiKey });
  folder = await mkdtemp(join(tmpdir(), 'kitegraph-cli-'));
});

after(async () => {
  for (const child of running) child.kill();
  await stack?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function start(args: string[], env: Record<string, string> = {}, program = process.execPath): ChildProcess {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, KITEGRAPH_URL: `${stack.url}/graphql`, KITEGRAPH_API_KEY: apiKey, ...env },
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const line = await lines.next();
  assert.ok(!line.done, 'the command ended');
  return line.value;
}

/** Runs a command to its end. */
async function run(
  args: string[],
  options: { env?: Record<string, string>; input?: string; program?: string } = {},
) {
  const child = start(args, options.env, options.program);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin?.end(options.input ?? '');
  const [code] = await once(child, 'close');
  return { code, out, err };
}

const kitegraph = (...args: string[]) => run([kitegraphProgram, ...args]);

test('index makes a collection out of files, says which documents it could not index, and ends with 1', async () => {
  const lines = [
    { id: 'kite', title: 'Kites', content: 'A kite flies on a line in the wind.', year: 2024 },
    { id: 'onion', title: 'Onions', content: 'Slice the onion and fry it in butter.', year: 2019 },
    { id: 'wrong', content: 'Its year is no number.', year: 'next' },
  ];
  await writeFile(
    join(folder, 'things.jsonl'),
    `${lines.map((line) => JSON.stringify(line)).join('\n')}\nno json\n`,
  );
  await writeFile(join(folder, 'guide.md'), '---\nyear: 2023\n---\n# A guide\n\nBoats sail on the sea.\n');
  const missing = await kitegraph('index', 'things.jsonl', '-c', 'things');
  assert.deepEqual([missing.code, missing.out], [1, '']);
  assert.match(missing.err, /^There is no collection "things": make it with --create/);

  const args = [
    'things.jsonl',
    'guide.md',
    '-c',
    'things',
    '--create',
    '--fields',
    'year:INT',
    '-m',
    'team=a',
  ];
  const { code, out, err } = await kitegraph('index', ...args);
  assert.equal(code, 1);
  assert.match(out, /^3 documents indexed in the collection "things".*\n2 documents not indexed\.\n$/);
  assert.match(err, /things\.jsonl:3: metadata\.year: .*whole number/);
  assert.match(err, /things\.jsonl:4: is no JSON/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there without a terminal
  assert.doesNotMatch(out + err, /\x1b/);
});

test('index reads standard input, in batches, and what it has sent can be found when it ends', async () => {
  const input = Array.from({ length: 25 }, (_, n) =>
    JSON.stringify({ id: n, text: `Entry ${n} is about topic${n}x.` }),
  );
  const { code, out } = await run(
    [kitegraphProgram, 'index', '-', '-c', 'stream', '--create', '--batch', '10'],
    {
      input: input.join('\n'),
    },
  );
  assert.match(out, /^25 documents indexed/);
  assert.equal(code, 0);
  const found = await kitegraph('search', 'topic17x', '-c', 'stream', '--mode', 'keyword', '--json');
  const { edges } = JSON.parse(found.out);
  assert.deepEqual(
    edges.map((edge: { node: { documentId: string } }) => edge.node.documentId),
    ['17'],
  );
});

test('index reads tables with their types, pages, PDF files and vectors, and --errors keeps what went wrong', async () => {
  const content = (text: string) =>
    `<html lang="en"><title>Sails</title><nav>Home</nav><main><p>${text}</p></main></html>`;
  await mkdir(join(folder, 'mixed'));
  const write = (name: string, text: string | Uint8Array) => writeFile(join(folder, 'mixed', name), text);
  const wrong = Array.from({ length: 22 }, (_, n) => `w${n},short\n`).join('');
  await write(
    'rows.csv',
    `id,content,year,tags,extra\nr1,"Rows, in a table",2024,a|b,7\n${wrong}r2,Later,next,,\n`,
  );
  await write('sails.html', content('The sail is made of cloth.'));
  await write('kites.pdf', pdfOf({ pages: ['風箏在風中飛行。'], title: '風箏' }));
  const { dimensions } = JSON.parse((await kitegraph('collections', '--json')).out)[0].embeddingModel;
  const vector = Array.from({ length: dimensions }, (_, n) => (n === 0 ? 1 : 0));
  await write(
    'given.jsonl',
    `${JSON.stringify({ id: 'given', content: 'Its vector was given.', vector })}\n`,
  );
  const fields = ['--fields', 'year:INT,tags:STRING_LIST', '--errors', 'mixed/errors.jsonl'];
  const { code, out, err } = await kitegraph('index', 'mixed', '-c', 'mixed', '--create', ...fields);
  assert.match(out, /^4 documents indexed .*\n23 documents not indexed\.\n$/);
  assert.match(err, /rows\.csv:3: has 2 cells, but the header row names 5/);
  assert.match(err, /and 3 other documents: every one is in mixed\/errors\.jsonl\.\n/);
  assert.equal(code, 1);

  const errors = (await readFile(join(folder, 'mixed/errors.jsonl'), 'utf8')).trim().split('\n');
  assert.equal(errors.length, 23);
  assert.deepEqual(JSON.parse(errors[0] ?? ''), {
    file: 'mixed/rows.csv',
    line: 3,
    problem: 'has 2 cells, but the header row names 5',
  });
  const { problem, ...place } = JSON.parse(errors[22] ?? '');
  assert.deepEqual(place, { file: 'mixed/rows.csv', line: 25, documentId: 'r2' });
  assert.match(problem, /^metadata\.year: .*whole number/);

  const search = ['-c', 'mixed', '--json', '-n', '1'];
  const first = async (...args: string[]) =>
    JSON.parse((await kitegraph('search', ...args, ...search)).out).edges[0].node;
  const row = await first(
    'table',
    '--filter',
    '{"and":[{"field":"year","eq":2024},{"field":"tags","eq":"b"}]}',
  );
  assert.deepEqual([row.documentId, row.metadata], ['r1', { year: 2024, tags: ['a', 'b'], extra: '7' }]);
  assert.equal((await first('cloth', '--mode', 'keyword')).title, 'Sails');
  assert.equal((await first('風箏', '--mode', 'keyword')).documentId, 'mixed/kites.pdf');
  assert.equal((await first('given', '--mode', 'keyword')).documentId, 'given');
});

test('search prints hits for people, narrowed by a filter, and pages on', async () => {
  const { code, out } = await kitegraph('search', 'how do I cook?', '-c', 'things');
  assert.equal(code, 0);
  assert.match(out, /\n1\. {2}Onions\n {4}Slice the onion .*\n {4}-?\d+\.\d{3} {2}onion {2}.*year 2019/);
  const filtered = ['-c', 'things', '--filter', '{"field":"year","gte":2023}', '-n', '1'];
  const first = await kitegraph('search', 'flying in the wind', ...filtered);
  assert.match(first.out, /1\. {2}Kites/);
  const cursor = /--after (\S+)/.exec(first.out)?.[1] ?? '';
  const second = await kitegraph('search', 'flying in the wind', ...filtered, '--after', cursor);
  assert.match(second.out, /A guide/);
  assert.doesNotMatch(second.out, /Kites|Onions/);
});

test('collections, jobs, alerts and status show what is there', async () => {
  assert.match((await kitegraph('collections')).out, /things +3 +3 +0 +year:INT/);
  const jobs = JSON.parse((await kitegraph('jobs', '-c', 'stream', '--json')).out);
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
  const jobs = start([kitegraphProgram, 'jobs', '--follow', '--json', '-c', 'things']);
  const alerts = start([kitegraphProgram, 'alerts', '--follow', '--json']);
  const changes = createInterface({ input: jobs.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const alertChanges = createInterface({ input: alerts.stdout as NodeJS.ReadableStream })[
    Symbol.asyncIterator
  ]();
  const client = graphqlClient(stack.url, { authorization: `Bearer ${apiKey}` });
  await client.data(
    `mutation { createAlertRule(input: { name: "always", metric: "qps", operator: GTE, threshold: 0, durationSeconds: 0 }) { rule { id } } }`,
  );
  const always = async () => {
    for (;;) {
      const { alert } = JSON.parse(await next(alertChanges));
      if (alert.rule.name === 'always') return alert.state;
    }
  };
  assert.equal(await always(), 'FIRING');
  // The subscription may begin later than the first of these ends: it then sees the next one.
  const change = next(changes);
  let seen = false;
  change.then(() => {
    seen = true;
  });
  do assert.equal((await kitegraph('index', 'guide.md', '-c', 'things')).code, 0);
  while (!seen);
  let { job } = JSON.parse(await change);
  while (job.status !== 'COMPLETED') ({ job } = JSON.parse(await next(changes)));
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

test('a mistake is told in one line with what to do about it', async () => {
  const away = await run([kitegraphProgram, 'search', 'x', '--url', 'http://127.0.0.1:1/graphql']);
  assert.match(away.err, /^Kitegraph does not answer at http:\/\/127\.0\.0\.1:1\/graphql .*--url\.\n$/);
  const keyless = await run([kitegraphProgram, 'search', 'x'], { env: { KITEGRAPH_API_KEY: '' } });
  assert.match(keyless.err, /^The server asks for an API key: .*--api-key or KITEGRAPH_API_KEY\.\n$/);
  const wrongKey = await run([kitegraphProgram, 'jobs', '--follow', '--api-key', 'another-key-of-the-tests']);
  assert.match(wrongKey.err, /^The server refuses this API key/m);
  const wrongPath = await run([kitegraphProgram, 'status', '--url', `${stack.url}/health`]);
  assert.match(wrongPath.err, /answers, but not as Kitegraph does \(HTTP \d+\): is --url right/);
  assert.match(
    (await kitegraph('search', 'x', '-c', 'nope')).err,
    /no collection "nope"\. Collections that exist: /,
  );
  assert.match((await kitegraph('search', 'x', '--filter', '{')).err, /--filter .*no JSON/);
  for (const { code } of [away, keyless, wrongKey, wrongPath]) assert.equal(code, 1);
});

test('every command explains itself with examples', async () => {
  const { out } = await kitegraph('--help');
  const names = [...out.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name ?? '');
  assert.deepEqual(names, ['index', 'search', 'collections', 'create', 'delete', 'jobs', 'alerts', 'status']);
  for (const name of names) {
    const help = await kitegraph(name, '--help');
    assert.equal(help.code, 0);
    assert.match(help.out, new RegExp(`Examples?:\\n {2}kitegraph ${name}`));
  }
});

test('the sample indexes real documents, and its questions find the right answers', async () => {
  const { code, out } = await run([sample, '--packages', '3']);
  assert.equal(code, 0, out);
  assert.match(out, /29 documents indexed in the collection "articles"/);
  assert.match(out, /3 documents indexed in the collection "packages"/);
  const firstOf = async (...args: string[]) => {
    const found = await kitegraph('search', ...args, '-c', 'articles', '--json');
    return JSON.parse(found.out).edges[0].node.documentId;
  };
  assert.equal(await firstOf('什麼是向量資料庫？'), 'zh-vector-database');
  assert.equal(await firstOf('what is a vector database?'), 'en-vector-database');
  // These share no word with the article that answers them.
  assert.equal(await firstOf('how do I make lookups quicker without reading everything?'), 'en-ann');
  assert.equal(await firstOf('shall we stay online throughout upgrades?'), 'en-rebuild');
});

test('the typed client and curl get the same answer', async () => {
  const example = (name: string) => fileURLToPath(new URL(`../../examples/client/${name}`, import.meta.url));
  const typed = await run([example('main.ts')]);
  assert.equal(typed.code, 0, typed.err);
  const titles = typed.out
    .trim()
    .split('\n')
    .map((line) => line.replace(/^-?\d+\.\d+ /, ''));
  assert.equal(titles[0], '什麼是向量資料庫？');
  const curl = await run([example('curl.sh')], { program: 'sh' });
  const { edges } = JSON.parse(curl.out).data.search;
  assert.deepEqual(
    edges.map((edge: { node: { title: string } }) => edge.node.title),
    titles,
  );
});
