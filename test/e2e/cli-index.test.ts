import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { bootCommandLine, type CommandLine, program } from '../support/command-line.ts';
import { pdfOf } from '../support/pdf.ts';

let line: CommandLine;
before(async () => {
  line = await bootCommandLine();
});
after(() => line?.[Symbol.asyncDispose]());
const kitegraph = (...args: string[]) => line.kitegraph(...args);

test('index makes a collection out of files, says which documents it could not index, and ends with 1', async () => {
  const lines = [
    { id: 'kite', title: 'Kites', content: 'A kite flies on a line in the wind.', year: 2024 },
    { id: 'onion', title: 'Onions', content: 'Slice the onion and fry it in butter.', year: 2019 },
    { id: 'wrong', content: 'Its year is no number.', year: 'next' },
  ];
  await line.write('things.jsonl', `${lines.map((line) => JSON.stringify(line)).join('\n')}\nno json\n`);
  await line.write('guide.md', '---\nyear: 2023\n---\n# A guide\n\nBoats sail on the sea.\n');
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
  const { code, out } = await line.run([program, 'index', '-', '-c', 'stream', '--create', '--batch', '10'], {
    input: input.join('\n'),
  });
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
  await mkdir(line.path('mixed'));
  const write = (name: string, text: string | Uint8Array) => line.write(`mixed/${name}`, text);
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

  const errors = (await readFile(line.path('mixed/errors.jsonl'), 'utf8')).trim().split('\n');
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
const lines = (records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const idsIn = async (collection: string, headers = {}) => {
  const answer = await fetch(`${line.url}/graphql`, {
    method: 'POST',
    headers: { ...line.headers, ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `{ documents(collection: "${collection}", first: 100) { edges { node { documentId partition } } } }`,
    }),
  });
  const { data } = await answer.json();
  return data.documents.edges.map(({ node }: { node: { documentId: string } }) => node.documentId);
};

test('a line with "deleted": true deletes its document, and the lines count in their order', async () => {
  await line.write(
    'changes.jsonl',
    lines([
      { id: 'a', text: 'First.' },
      { id: 'b', text: 'Second.' },
      { id: 'a', deleted: true },
      { id: 'never', deleted: true },
      { id: 'c', text: 'Third.' },
      { id: 'b', deleted: true },
      { id: 'a', text: 'First again.' },
    ]),
  );
  const { code, out } = await kitegraph('index', 'changes.jsonl', '-c', 'changes', '--create');
  assert.match(out, /^4 documents indexed and 3 documents deleted in the collection "changes"/);
  assert.equal(code, 0);
  assert.deepEqual(await idsIn('changes'), ['a', 'c']);
});

test('documents that exist are replaced, left, refused or patched as told, shown, and deleted by id or filter', async () => {
  await line.write(
    'first.jsonl',
    lines([1, 2, 3].map((n) => ({ id: `p${n}`, title: `T${n}`, text: `Text ${n}.`, year: n }))),
  );
  const index = ['-c', 'present', '--create', '--fields', 'year:INT'];
  assert.equal((await kitegraph('index', 'first.jsonl', ...index)).code, 0);
  await line.write('more.jsonl', lines([3, 4].map((n) => ({ id: `p${n}`, text: `Other ${n}.` }))));
  const skipped = await kitegraph('index', 'more.jsonl', ...index, '--on-conflict', 'skip');
  assert.match(skipped.out, /^1 document indexed and 1 document left as they are in/);
  const refused = await kitegraph('index', 'more.jsonl', ...index, '--on-conflict', 'error');
  assert.match(refused.err, /more\.jsonl:1: documentId: there is a document "p3" already/);
  assert.match(refused.err, /more\.jsonl:2: /);
  await line.write(
    'patch.jsonl',
    lines([
      { id: 'p1', year: 9 },
      { id: 'none', year: 9 },
      { id: 'p2', title: null },
    ]),
  );
  const patched = await kitegraph('index', 'patch.jsonl', ...index, '--patch');
  assert.match(patched.out, /^2 documents changed in .*\n1 document not indexed\.\n$/);
  assert.match(patched.err, /patch\.jsonl:2: .*no document "none"/);
  const shown = async (id: string) => JSON.parse((await kitegraph('documents', 'show', 'present', id)).out);
  const { title, content, metadata, revision } = await shown('p1');
  assert.deepEqual(
    { title, content, metadata, revision },
    { title: 'T1', content: 'Text 1.', metadata: { year: 9 }, revision: 2 },
  );
  assert.equal((await shown('p2')).title, null);
  const remove = ['documents', 'delete', 'present'];
  assert.match((await kitegraph(...remove)).err, /^Say which documents/);
  assert.equal((await kitegraph(...remove, 'p4', 'none')).out, 'Deleted 1 document of "present".\n');
  const filter = ['--filter', '{"field":"year","gte":3}'];
  assert.match((await kitegraph(...remove, ...filter)).err, /Say so with --yes/);
  assert.equal((await kitegraph(...remove, ...filter, '--yes')).out, 'Deleted 2 documents of "present".\n');
  assert.deepEqual(await idsIn('present'), ['p2']);
});

test('--strict finds every mistake, says where it is, and changes nothing', async () => {
  const good = lines([{ id: 'a', text: 'Good.', year: 1 }]);
  await line.write(
    'strict.jsonl',
    `${good}no json\n${lines([
      { id: 'b', text: 'Bad.', year: 'x' },
      { id: 'c', text: '' },
    ])}`,
  );
  const args = ['-c', 'strict', '--fields', 'year:INT', '--strict', '--errors', 'strict-errors.jsonl'];
  const { code, out, err } = await kitegraph('index', 'strict.jsonl', '--create', ...args);
  assert.deepEqual(
    [code, out],
    [1, '3 documents of 4 wrong: nothing was indexed, and the new collection is gone again.\n'],
  );
  assert.match(
    err,
    /strict\.jsonl:2: is no JSON.*\n.*strict\.jsonl:3: metadata\.year: .*\n.*strict\.jsonl:4: /,
  );
  const errors = (await readFile(line.path('strict-errors.jsonl'), 'utf8')).trim().split('\n');
  assert.deepEqual(
    errors.map((each) => JSON.parse(each).line),
    [2, 3, 4],
  );
  assert.match((await kitegraph('search', 'x', '-c', 'strict')).err, /no collection "strict"/);
  await line.write('strict.jsonl', good);
  assert.equal((await kitegraph('index', 'strict.jsonl', '--create', ...args)).code, 0);
  const input = { input: good };
  const again = await line.run([program, 'index', '-', '-c', 'strict', '--strict'], input);
  assert.match(again.err, /^Standard input is there once only/);
});

test('--tenant says whose documents they are, and --partition where they go', async () => {
  await kitegraph('create', 'letters', '--partition-by', 'tenant');
  await line.write('letters.jsonl', lines([{ id: '1', text: 'A letter about snow.' }]));
  const index = ['index', 'letters.jsonl', '-c', 'letters'];
  assert.match((await kitegraph(...index)).err, /divided by tenant/);
  assert.equal((await kitegraph(...index, '--tenant', 'north')).code, 0);
  assert.deepEqual(await idsIn('letters', { 'x-kitegraph-tenant': 'north' }), ['1']);
  assert.deepEqual(await idsIn('letters', { 'x-kitegraph-tenant': 'south' }), []);
  const search = ['search', 'snow', '-c', 'letters', '--mode', 'keyword'];
  assert.match((await kitegraph(...search, '--tenant', 'north')).out, /A letter about snow/);
  assert.match((await kitegraph(...search, '--tenant', 'south')).out, /Nothing was found/);
  await line.write('mine.jsonl', lines([{ id: '2', text: 'Of the south.', tenant: 'south' }]));
  assert.equal((await kitegraph('index', 'mine.jsonl', '-c', 'letters')).code, 0, 'a line may say it itself');
  assert.deepEqual(await idsIn('letters', { 'x-kitegraph-tenant': 'south' }), ['2']);

  await kitegraph('create', 'parted', '--partition-by', 'name');
  const parted = ['index', 'letters.jsonl', '-c', 'parted', '--partition', 'cold'];
  assert.match((await kitegraph(...parted)).err, /no partition "cold"/);
  assert.equal((await kitegraph(...parted, '--create')).code, 0);
  assert.match((await kitegraph('partitions', 'parted')).out, /cold +yes +1/);
});

test('an import of any size needs the same memory, all the way to the server', async () => {
  // 72 MB of documents go through a heap of 48 MB, and what is outside of it stays small too.
  const count = 1_200;
  const watchMemory = `let most = 0;
    setInterval(() => { most = Math.max(most, process.memoryUsage().external) }, 20).unref();
    process.on('exit', () => console.error('at most ' + Math.round(most / 1e6) + ' MB'));`;
  const child = line.start([
    ...['--max-old-space-size=48', '--import', `data:text/javascript,${encodeURIComponent(watchMemory)}`],
    ...[program, 'index', '-', '-c', 'large', '--create', '--batch', '1000', '--no-wait'],
  ]);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const input = child.stdin as NodeJS.WritableStream;
  // A program that ends early is told by its exit code.
  input.on('error', () => undefined);
  const closed = once(child, 'close').then(([code]) => code);
  const note = 'A kite flies on a line. '.repeat(2_500);
  for (let id = 0; id < count; id++) {
    const text = `${JSON.stringify({ id: `d${id}`, content: 'All alike.', note })}\n`;
    if (!input.write(text)) await Promise.race([once(input, 'drain').catch(() => undefined), closed]);
  }
  input.end();
  assert.equal(await closed, 0, err);
  assert.match(out, /^1,200 documents accepted/);
  const external = Number(/at most (\d+) MB/.exec(err)?.[1]);
  assert.ok(external < 48, `${external} MB`);
});
