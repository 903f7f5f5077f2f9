import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bootCommandLine, type CommandLine, program } from '../support/command-line.ts';

const sample = fileURLToPath(new URL('../../sample/run.ts', import.meta.url));
let line: CommandLine;
before(async () => {
  line = await bootCommandLine();
  const things = [
    { id: 'kite', title: 'Kites', content: 'A kite flies on a line in the wind.', year: 2024, lang: 'en' },
    {
      id: 'onion',
      title: 'Onions',
      content: 'Slice the onion and fry it in butter.',
      year: 2019,
      lang: 'zh',
    },
    {
      id: 'guide',
      title: 'A guide',
      content: 'Boats sail on the sea.',
      year: 2023,
      lang: 'en',
      size: { m: [3, 4] },
    },
  ];
  await line.write('things.jsonl', things.map((thing) => JSON.stringify(thing)).join('\n'));
  await kitegraph(
    'index',
    'things.jsonl',
    '-c',
    'things',
    '--create',
    '--fields',
    'year:INT,lang:STRING:facet',
  );
});
after(() => line?.[Symbol.asyncDispose]());
const kitegraph = (...args: string[]) => line.kitegraph(...args);

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
  assert.match(second.out, / guide {2}.*size \{"m":\[3,4\]\}/);
  assert.doesNotMatch(second.out, /Kites|Onions/);
});

test('hits are sorted and values counted', async () => {
  const sorted = await kitegraph('search', 'wind', '-c', 'things', '--sort', 'year:desc', '--facet', 'lang');
  assert.match(sorted.out, /lang: en 2, zh 1\n/);
  assert.match(sorted.out, /1\. {2}Kites[\s\S]*2\. {2}A guide[\s\S]*3\. {2}Onions/);
  assert.match((await kitegraph('search', 'x', '--sort', 'year:down')).err, /year:desc/);
  const wrong = await kitegraph('search', 'x', '-c', 'things', '--facet', 'year');
  assert.match(wrong.err, /Facets that exist: lang/);
});

test('a misspelt word is asked about, and a search that is followed prints what becomes of it', async () => {
  const { out } = await kitegraph('search', 'onoin', '-c', 'things', '--mode', 'keyword');
  assert.match(out, /Did you mean: onion\n[\s\S]*1\. {2}Onions/);
  const following = line.start([
    program,
    'search',
    'herring',
    '-c',
    'things',
    '--mode',
    'keyword',
    '--follow',
    '--json',
  ]);
  const updates = createInterface({ input: following.stdout as NodeJS.ReadableStream })[
    Symbol.asyncIterator
  ]();
  const next = async () => JSON.parse((await updates.next()).value ?? '');
  assert.deepEqual((await next()).changes, []);
  await line.write('more.jsonl', '{"id":"fish","title":"Herring","content":"Pickled."}\n');
  assert.equal((await kitegraph('index', 'more.jsonl', '-c', 'things')).code, 0);
  const [{ kind, documentId, place }] = (await next()).changes;
  assert.deepEqual([kind, documentId, place], ['ENTERED', 'fish', 0]);
  following.kill();
  await kitegraph('documents', 'delete', 'things', 'fish', '--yes');
});

test('a mistake is told in one line with what to do about it', async () => {
  const away = await line.run([program, 'search', 'x', '--url', 'http://127.0.0.1:1/graphql']);
  assert.match(away.err, /^Kitegraph does not answer at http:\/\/127\.0\.0\.1:1\/graphql .*--url\.\n$/);
  const keyless = await line.run([program, 'search', 'x'], { env: { KITEGRAPH_API_KEY: '' } });
  assert.match(keyless.err, /^The server asks for an API key: .*--api-key or KITEGRAPH_API_KEY\.\n$/);
  const wrongKey = await line.run([program, 'jobs', '--follow', '--api-key', 'another-key-of-the-tests']);
  assert.match(wrongKey.err, /^The server refuses this API key/m);
  const wrongPath = await line.run([program, 'status', '--url', `${line.url}/health`]);
  assert.match(wrongPath.err, /answers, but not as Kitegraph does \(HTTP \d+\): is --url right/);
  assert.match(
    (await kitegraph('search', 'x', '-c', 'nope')).err,
    /no collection "nope"\. Collections that exist: /,
  );
  assert.match((await kitegraph('search', 'x', '--filter', '{')).err, /--filter .*no JSON/);
  for (const { code } of [away, keyless, wrongKey, wrongPath]) assert.equal(code, 1);
});

test('every command explains itself with examples, and one that is misunderstood ends with 2', async () => {
  const { out } = await kitegraph('--help');
  const commands = out.slice(out.indexOf('Documents:'), out.indexOf('\nCommands:'));
  const names = [...commands.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name ?? '');
  assert.deepEqual(names, [
    ...[
      'index',
      'search',
      'documents',
      'export',
      'collections',
      'create',
      'update',
      'delete',
      'partitions',
      'backup',
      'restore',
    ],
    ...[
      'jobs',
      'indexing',
      'rebuild',
      'optimize',
      'verify',
      'models',
      'alerts',
      'keys',
      'status',
      'check-schema',
    ],
  ]);
  for (const name of names) {
    const help = await kitegraph(name, '--help');
    assert.equal(help.code, 0);
    assert.match(help.out, new RegExp(`Examples?:\\n {2}kitegraph ${name}`));
  }
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.deepEqual(await kitegraph('--version'), { code: 0, out: `${version}\n`, err: '' });
  assert.equal((await kitegraph('jobs', 'cancel')).code, 2);
  assert.equal((await kitegraph('index', 'things.jsonl')).code, 2);
  assert.match((await kitegraph('serach', 'x')).err, /unknown command 'serach'.*\n.*Did you mean search\?/);
});

test('the sample indexes real documents, and its questions find the right answers', async () => {
  const { code, out } = await line.run([sample, '--packages', '3']);
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
  const typed = await line.run([example('main.ts')]);
  assert.equal(typed.code, 0, typed.err);
  const titles = typed.out
    .trim()
    .split('\n')
    .map((line) => line.replace(/^-?\d+\.\d+ /, ''));
  assert.equal(titles[0], '什麼是向量資料庫？');
  const curl = await line.run([example('curl.sh')], { program: 'sh' });
  const { edges } = JSON.parse(curl.out).data.search;
  assert.deepEqual(
    edges.map((edge: { node: { title: string } }) => edge.node.title),
    titles,
  );
});
