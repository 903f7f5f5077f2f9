import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Read } from './document.ts';
import { openDocuments, type ReadOptions } from './files.ts';
import { readJson } from './json-array.ts';
import { readJsonLines } from './json-lines.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kitegraph-'));
});
after(() => rm(folder, { recursive: true }));

async function all(reads: AsyncIterable<Read>): Promise<Read[]> {
  const list: Read[] = [];
  for await (const read of reads) list.push(read);
  return list;
}

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const write = (name: string, text: string) => writeFile(join(folder, name), text);
const read = async (name: string, options: ReadOptions = {}) =>
  all(await openDocuments([join(folder, name)], options));

test('JSON Lines: a document a line, other fields as metadata, 64-bit integers whole, mistakes with their line', async () => {
  const text = [
    '{"id":"a","title":"T","content":"C","year":2024,"big":9223372036854775807}',
    '',
    'oops',
    '{"_id":7,"text":"by its other names","metadata":{"lang":"en"}}\r',
    '{"content":"no id"}',
    '["no object"]',
    '{"id":"u","content":"line\u2028separator"}',
  ].join('\n');
  for (const size of [1, 7, 10_000]) {
    assert.deepEqual(await all(readJsonLines(inPieces(text, size), 'f', {})), [
      {
        origin: 'f:1',
        input: {
          documentId: 'a',
          title: 'T',
          content: 'C',
          metadata: { year: 2024, big: 9223372036854775807n },
        },
      },
      { origin: 'f:3', problem: `is no JSON: Unexpected token 'o', "oops" is not valid JSON` },
      { origin: 'f:4', input: { documentId: '7', content: 'by its other names', metadata: { lang: 'en' } } },
      { origin: 'f:5', problem: 'has no field "id" for its id: see --id-field' },
      { origin: 'f:6', problem: 'is no JSON object' },
      { origin: 'f:7', input: { documentId: 'u', content: 'line\u2028separator', metadata: {} } },
    ]);
  }
});

test('JSON: the objects of an array, read piece by piece, whatever stands in their strings', async () => {
  const records = [
    { id: 1, content: 'brackets ] } , [ { and "quotes" \\ \\" 漢字', nested: [{ a: [1, { b: ']' }] }] },
    { id: 2, content: '' },
    { id: 3, content: 'last' },
  ];
  const expected = records.map(({ id, content, ...metadata }, place) => ({
    origin: `f[${place}]`,
    input: { documentId: String(id), content, metadata },
  }));
  for (const size of [1, 2, 3, 11, 10_000]) {
    for (const text of [JSON.stringify(records), ` ${JSON.stringify(records, null, 2)}\n`]) {
      assert.deepEqual(await all(readJson(inPieces(text, size), 'f', {})), expected);
    }
  }
  assert.deepEqual(await all(readJson(inPieces(JSON.stringify(records[2]), 5), 'f', {})), [
    { origin: 'f[0]', input: { documentId: '3', content: 'last', metadata: {} } },
  ]);
  assert.deepEqual(await all(readJson(inPieces('[]', 1), 'f', {})), []);
  const [broken] = await all(readJson(inPieces('[{"id":1,]', 3), 'f', {}));
  assert.match((broken as { problem: string }).problem, /is no JSON/);
});

test('which fields are the id, the title and the text can be chosen', async () => {
  await write('m.jsonl', '{"sku":"x1","name":"N","about":"A","id":"not this"}');
  assert.deepEqual(await read('m.jsonl', { idField: 'sku', titleField: 'name', contentField: 'about' }), [
    {
      origin: join(folder, 'm.jsonl:1'),
      input: { documentId: 'x1', title: 'N', content: 'A', metadata: { id: 'not this' } },
    },
  ]);
});

test('Markdown: its path as id, front matter as metadata, the first heading as title', async () => {
  await write('with.md', '---\ntitle: From the front\ntags: [a, b]\n---\n# Heading\n\nBody.\n');
  await write('heading.md', 'Setext\n======\n\n# Later\n');
  await write('bare.md', 'Only a body.\n');
  await write('broken.md', '---\na: [\n---\nBody');
  const path = (name: string) => join(folder, name);
  assert.deepEqual(await read('with.md'), [
    {
      origin: path('with.md'),
      input: {
        documentId: path('with.md'),
        title: 'From the front',
        content: '# Heading\n\nBody.',
        metadata: { tags: ['a', 'b'] },
      },
    },
  ]);
  const titleOf = async (name: string) => {
    const [first] = await read(name);
    return first && 'input' in first ? first.input.title : first?.problem;
  };
  assert.equal(await titleOf('heading.md'), 'Setext');
  assert.equal(await titleOf('bare.md'), 'bare');
  assert.match((await titleOf('broken.md')) ?? '', /front matter is no YAML/);
});

test('a folder: every file of a known kind below it, in order, without hidden ones and node_modules', async () => {
  for (const dir of ['tree/b', 'tree/.git', 'tree/node_modules/p'])
    await mkdir(join(folder, dir), { recursive: true });
  for (const name of [
    'z.TXT',
    'a.txt',
    'b/c.md',
    'no.png',
    '.hidden.txt',
    '.git/x.txt',
    'node_modules/p/readme.md',
  ]) {
    await write(`tree/${name}`, 'text');
  }
  const ids = (await read('tree')).map((each) => ('input' in each ? each.input.documentId : each.problem));
  assert.deepEqual(
    ids,
    ['a.txt', 'b/c.md', 'z.TXT'].map((name) => join(folder, 'tree', name)),
  );
});

test('a path that is not there, or of an unknown kind, is refused before anything is read', async () => {
  await write('data.csv', 'a,b');
  await assert.rejects(openDocuments([join(folder, 'nope.txt')], {}), /nope\.txt does not exist/);
  await assert.rejects(
    openDocuments([join(folder, 'data.csv')], {}),
    /none of the endings \.jsonl.*--format/,
  );
  assert.equal((await read('data.csv', { format: 'text' })).length, 1);
});
