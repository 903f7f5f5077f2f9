import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { graphqlClient } from '../support/client.ts';
import { bootCommandLine, type CommandLine, program } from '../support/command-line.ts';
import { startOtherEmbedding } from '../support/embedding-server.ts';
import { inTurn, type ProxyServer, startProxy } from '../support/proxy.ts';

let line: CommandLine;
let proxy: ProxyServer;
let models: Awaited<ReturnType<typeof startOtherEmbedding>>;
const viaProxy = () => ({ env: { KITEGRAPH_URL: proxy.url } });
const passOn: ProxyServer['onRequest'] = (_operation, pass) => pass();

const ADD =
  'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position job { status } } }';
const add = (collection: string, documents: object[], tenant?: string) =>
  graphqlClient(line.url, { ...line.headers, ...(tenant && { 'x-kitegraph-tenant': tenant }) }).data(ADD, {
    input: { collection, documents, waitFor: 'INDEXED' },
  });
const remove = (collection: string, documentIds: string[]) =>
  line.client.data(
    'mutation ($input: DeleteDocumentsInput!) { deleteDocuments(input: $input) { job { status } } }',
    { input: { collection, documentIds, waitFor: 'INDEXED' } },
  );

const make = (input: object) =>
  line.client.data(
    'mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id } } }',
    { input },
  );
const bookSettings = {
  fields: [
    { name: 'year', type: 'INT' },
    { name: 'tags', type: 'STRING_LIST', facet: true },
  ],
  passages: { maxTokens: 64 },
  keywords: { titleWeight: 3, fields: [{ field: 'tags', weight: 2 }] },
  synonyms: [
    { words: ['kite', '風箏'], from: null },
    { words: ['onion', 'shallot'], from: ['vegetable'] },
  ],
  search: { keywordWeight: 0.4 },
};
const topics = [
  'wind and kites',
  'onions in butter',
  'boats on the sea',
  'snow on mountains',
  'trains at night',
];
const book = (n: number) => ({
  documentId: `b${n}`,
  title: `Book ${n}`,
  content: `# ${topics[n % 5]}\n\nChapter ${n} tells of ${topics[n % 5]}.\n\n## More\n\nAnd of ${topics[(n + 2) % 5]}, at length.`,
  metadata: { year: 2000 + n, tags: ['paper', `t${n % 3}`], note: { kept: [n, null, 'x'] } },
});

before(async () => {
  line = await bootCommandLine();
  proxy = await startProxy(line.url);
  await make({ name: 'books', description: 'Books', ...bookSettings, batching: { maxDocuments: 50 } });
  await make({ name: 'news', partitionBy: { by: 'NAME' }, strict: true });
  await make({ name: 'letters', partitionBy: { by: 'TENANT' } });
  models = await startOtherEmbedding();
  await line.kitegraph('models', 'register', 'tiny', '--server', models.embedding.url);
  await make({ name: 'far', model: 'tiny' });
  await add('far', [book(1), book(2)]);
  await line.client.data(`mutation {
    createPartition(input: { collection: "news", name: "old" }) { partition { name } }
    new: createPartition(input: { collection: "news", name: "new" }) { partition { name } }
    createAlertRule(input: { name: "slow", metric: "latency_p99", threshold: 3 }) { rule { id } } }`);
  await add(
    'books',
    Array.from({ length: 60 }, (_, n) => book(n)),
  );
  const { dimensions } = (
    await line.client.data('{ collection(name: "books") { embeddingModel { dimensions } } }')
  ).collection.embeddingModel;
  const vector = Array.from({ length: dimensions }, (_, n) => (n === 5 ? 1 : 0));
  await add('books', [{ documentId: 'given', content: 'Its vector was given.', vector }]);
  await add('news', [
    { documentId: 'n1', content: 'News of the wind.', partition: 'old' },
    {
      documentId: 'n2',
      content: 'News of the sea.',
      partition: 'new',
      expiresAt: '2100-01-01T00:00:00.000Z',
    },
  ]);
  await line.client.data(
    'mutation { releasePartition(input: { collection: "news", name: "old" }) { partition { name } } }',
  );
  for (const tenant of ['north', 'south']) {
    await add('letters', [{ documentId: '1', content: `A letter from the ${tenant}.` }], tenant);
  }
});
after(async () => {
  await models?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await line?.[Symbol.asyncDispose]();
});

const SEARCH = `query ($input: SearchInput!) { search(input: $input, first: 50) {
  totalCount edges { score passage { text headings } node { documentId title metadata } } } }`;
const questions = ['kites in the wind', 'onions or boats at night', 'paper'];

/** What searches of every mode find, with scores as far as they are told apart. */
async function answers(of: CommandLine, collection: string) {
  // Deleted rows count in the statistics of words until they are compacted away.
  await of.kitegraph('optimize', collection);
  const found = [];
  for (const mode of ['SEMANTIC', 'KEYWORD', 'HYBRID']) {
    for (const text of questions) {
      const { search } = await of.client.data(SEARCH, { input: { collections: [collection], text, mode } });
      for (const { score, ...edge } of search.edges) found.push({ ...edge, score: Number(score.toFixed(3)) });
    }
  }
  return found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

test('what is exported and imported again is found alike, with the vectors and without', async () => {
  const whole = await answers(line, 'books');
  for (const [name, more] of [
    ['copy', []],
    ['copy_with_vectors', ['--vectors']],
  ] as const) {
    const exported = await line.kitegraph('export', 'books', `${name}.jsonl.gz`, ...more);
    assert.match(exported.err, /^Exported 61 documents of "books", [\d.]+ kB in .*jsonl\.gz, in/);
    await make({ name, ...bookSettings });
    const imported = await line.kitegraph('index', `${name}.jsonl.gz`, '-c', name);
    assert.match(imported.out, /^61 documents indexed/, imported.err);
    assert.deepEqual(await answers(line, name), whole);
  }
  const { out } = await line.kitegraph('export', 'books');
  const lines = out
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each));
  assert.equal(lines.length, 61);
  const { documentId, ...first } = book(0);
  assert.deepEqual(
    lines.find((each) => each.documentId === 'b0'),
    { documentId, ...first },
  );
  assert.equal(
    lines.find((each) => each.documentId === 'given').passages.length,
    1,
    'a given vector is the document’s own',
  );
  const packed = gunzipSync(await readFile(line.path('copy_with_vectors.jsonl.gz'))).toString();
  assert.ok(packed.split('\n').every((each) => each === '' || JSON.parse(each).passages.length > 0));
  assert.match((await line.kitegraph('export', 'nothing')).err, /no collection "nothing"/);
  await line.kitegraph('delete', 'copy', '--yes');
  await line.kitegraph('delete', 'copy_with_vectors', '--yes');
});

test('a backup that is made while documents change is whole, and the restored deployment finds the same', async () => {
  let pages = 0;
  proxy.onRequest = async (operation, pass) => {
    if (operation !== 'DocumentChanges') return pass();
    pages++;
    // The collections were all read once: what changes now is read with the second round.
    if (pages === 5) await add('books', [book(71)]);
    const answer = await pass();
    if (pages === 1) {
      // The first page is read, and on its way: from here on everything is a change meanwhile.
      await add('books', [{ ...book(1), title: 'Changed meanwhile' }, book(70)]);
      await remove('books', ['b2']);
    }
    return answer;
  };
  const made = await line.run([program, 'backup', 'saved'], viaProxy());
  proxy.onRequest = passOn;
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /Wrote 4 collections and 3 alert rules into saved/);
  assert.match((await line.kitegraph('backup', 'saved')).err, /saved holds a backup already/);
  const manifest = JSON.parse(await readFile(line.path('saved/manifest.json'), 'utf8'));
  const { position } = JSON.parse((await line.kitegraph('collections', 'books', '--json')).out);
  const books = manifest.collections.find((each: { name: string }) => each.name === 'books');
  assert.deepEqual([books.position, books.documents], [position, 62]);
  assert.ok(books.lines > books.documents, 'some came twice');

  await using other = await bootCommandLine();
  const saved = line.path('saved');
  const away = await other.run([program, 'restore', saved, '--model', 'unknown']);
  assert.match(away.err, /^There is no embedding model "unknown" here, .* Nothing was restored\./);
  // Killed in the midst, once a part of the documents is there.
  await using between = await startProxy(other.url);
  const args = ['restore', saved, '--batch', '5'];
  const child = other.start([program, ...args], { env: { KITEGRAPH_URL: between.url } });
  between.onRequest = inTurn('AddDocuments', 9, () => child.kill('SIGKILL'));
  await once(child, 'close');
  between.onRequest = passOn;
  const restored = await other.run([program, ...args], { env: { KITEGRAPH_URL: between.url } });
  assert.match(restored.err, /Going on where the import was interrupted/);
  assert.match(
    restored.out,
    /books +62 +62 +complete\n(.*\n)*Restored 4 of 4 collections and 1 alert rule\.\n$/,
  );
  assert.equal(restored.code, 0);

  for (const collection of ['books', 'far', 'news']) {
    assert.deepEqual(await answers(other, collection), await answers(line, collection), collection);
  }
  const settings = async (of: CommandLine, name: string) => {
    const {
      id: _,
      createdAt: __,
      position: ___,
      ...rest
    } = JSON.parse((await of.kitegraph('collections', name, '--json')).out);
    return rest;
  };
  for (const name of ['books', 'far', 'news', 'letters'])
    assert.deepEqual(await settings(other, name), await settings(line, name));
  const south = await other.kitegraph('search', 'letter', '-c', 'letters', '--tenant', 'south');
  assert.match(south.out, /from the south/);
  assert.doesNotMatch(south.out, /from the north/);

  const refused = await other.run([program, 'restore', saved]);
  assert.deepEqual([refused.code, refused.out], [1, '']);
  assert.match(
    refused.err,
    /^These collections exist already: books, far, letters, news\. Nothing was changed: .*--replace/,
  );
  await other.kitegraph('delete', 'letters', '--yes');
  const part = await other.run([program, 'restore', saved, '-c', 'letters', '-c', 'news', '--replace']);
  assert.match(part.out, /Restored 2 of 2 collections\.\n$/);
  await writeFile(line.path('saved/books.jsonl.gz'), gzipSync('{"documentId":"x","content":"y"}\n'));
  const broken = await other.run([program, 'restore', saved, '--replace']);
  assert.match(
    broken.err,
    /books\.jsonl\.gz is not as it was written \(its SHA-256 differs\): nothing was restored/,
  );
  assert.match((await other.kitegraph('restore', '.')).err, /^\. holds no whole backup/);
});
