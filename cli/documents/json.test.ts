import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byOrigin, type Files, inPieces, temporaryFiles } from '../../test/support/documents.ts';
import { type Declared, undeclared } from './declared.ts';
import type { Content, Entry } from './document.ts';
import { mostRecordBytes } from './gathered.ts';
import { readJsonLines } from './json-lines.ts';
import { readJson } from './json-values.ts';

let files: Files;
before(async () => {
  files = await temporaryFiles();
});
after(() => files[Symbol.asyncDispose]());

const options = () => ({ declared: undeclared, vectorLength: {} });

async function contents(entries: AsyncIterable<Entry>): Promise<[number | undefined, Content][]> {
  const found: [number | undefined, Content][] = [];
  for await (const { at, content } of entries) found.push([at.line ?? at.element, await content()]);
  return found;
}

test('JSON Lines: a document a line, other fields as metadata, 64-bit integers whole, mistakes with their line', async () => {
  const text = [
    '{"id":"a","title":"T","content":"C","year":2024,"big":9223372036854775807}',
    '',
    'oops',
    '{"_id":7,"text":"by its other names","metadata":{"lang":"en"}}\r',
    '{"content":"no id"}',
    '["no object"]',
    '{"id":"u","content":"line\u2028separator"}',
    '{"id":"n","title":"no content"}',
  ].join('\n');
  for (const size of [1, 7, 10_000]) {
    assert.deepEqual(await contents(readJsonLines(inPieces(text, size), options())), [
      [
        1,
        {
          input: {
            documentId: 'a',
            title: 'T',
            content: 'C',
            metadata: { year: 2024, big: 9223372036854775807n },
          },
        },
      ],
      [3, { problem: `is no JSON: Unexpected token 'o', "oops" is not valid JSON` }],
      [4, { input: { documentId: '7', content: 'by its other names', metadata: { lang: 'en' } } }],
      [5, { problem: 'has no field "id" for its id: see --id-field' }],
      [6, { problem: 'is no JSON object' }],
      [7, { input: { documentId: 'u', content: 'line\u2028separator', metadata: {} } }],
      [8, { documentId: 'n', problem: 'has no field "content" for its text: see --content-field' }],
    ]);
  }
});

test('JSON: the objects of a list, read piece by piece, whatever stands in their strings', async () => {
  const records = [
    { id: 1, content: 'brackets ] } , [ { and "quotes" \\ \\" 漢字', nested: [{ a: [1, { b: ']' }] }] },
    { id: 2, content: '', note: 'after \n an escape ] , } [ {' },
    { id: 3, content: 'last' },
  ];
  const expected = records.map(({ id, content, ...metadata }, element) => [
    element,
    { input: { documentId: String(id), content, metadata } },
  ]);
  const texts = {
    'in a line': JSON.stringify(records),
    'over many lines': ` ${JSON.stringify(records, null, 2)}\n`,
    'one after another': records.map((record) => JSON.stringify(record)).join('\n'),
    'one after another, over many lines': records.map((record) => JSON.stringify(record, null, 2)).join(' '),
    'with a comma too many': JSON.stringify(records).replace(/]$/, ',]'),
  };
  for (const size of [1, 2, 3, 11, 10_000]) {
    for (const [name, text] of Object.entries(texts)) {
      assert.deepEqual(await contents(readJson(inPieces(text, size), options())), expected, name);
    }
  }
  const one = JSON.stringify(records[2]);
  assert.deepEqual(await contents(readJson(inPieces(one, 5), options())), [[0, expected[2]?.[1]]]);
  for (const nothing of ['', ' \n', '[]', ' [ ]\n']) {
    assert.deepEqual(await contents(readJson(inPieces(nothing, 1), options())), []);
  }
});

test('JSON: a wrong element is told by its number, and those after it are read', async () => {
  const good = '{"id":1,"content":"c"}';
  const problems = async (text: string) =>
    (await contents(readJson(inPieces(text, 3), options()))).map(([element, content]) =>
      'problem' in content ? `${element}: ${content.problem}` : element,
    );
  const [first, wrong, last] = await problems(`[${good},{"id":01},${good}]`);
  assert.deepEqual([first, last], [0, 2]);
  assert.match(String(wrong), /^1: is no JSON: .*in JSON/);
  assert.match(String((await problems(`[${good} ${good},${good}]`))[0]), /^0: is no JSON/);
  assert.equal((await problems(`[${good} ${good},${good}]`))[1], 1);
  assert.deepEqual(await problems(`[${good},`), [0, '1: ends before its list does']);
  assert.match(String((await problems(`[${good},{"id":`))[1]), /^1: is no JSON: Unexpected end/);
  assert.deepEqual(await problems(`[${good}] ${good}`), [0, '1: goes on after the end of its list']);
});

test('a record that never ends does not fill the memory: it is told, and those after it are read', async () => {
  const long = `{"id":"long","content":"${'x'.repeat(mostRecordBytes)}"}`;
  await files.write('long.jsonl', `${long}\n{"id":"next","content":"c"}\n`);
  await files.write('long.json', `[${long},{"id":"next","content":"c"}]`);
  const next = { documentId: 'next', content: 'c', metadata: {} };
  assert.deepEqual(byOrigin(await files.read('long.jsonl')), {
    'long.jsonl:1': 'is longer than 16 MB',
    'long.jsonl:2': next,
  });
  assert.deepEqual(byOrigin(await files.read('long.json')), {
    'long.json[0]': 'is longer than 16 MB',
    'long.json[1]': next,
  });
});

test('which fields are the id, the title and the text can be chosen', async () => {
  await files.write('m.jsonl', '{"sku":"x1","name":"N","about":"A","id":"not this"}');
  const fields = { idField: 'sku', titleField: 'name', contentField: 'about' };
  assert.deepEqual(byOrigin(await files.read('m.jsonl', fields)), {
    'm.jsonl:1': { documentId: 'x1', title: 'N', content: 'A', metadata: { id: 'not this' } },
  });
});

test('a vector is given as numbers or as base64 of float32, and goes on as base64', async () => {
  const base64 = Buffer.from(Float32Array.of(1, -0.5, 0.1).buffer).toString('base64');
  const lines = [
    { id: 'numbers', content: 'c', vector: [1, -0.5, 0.1] },
    { id: 'base64', content: 'c', embedding: base64, year: 2024 },
    { id: 'none', content: 'c', vector: null },
    { id: 'short', content: 'c', vector: [1, 2] },
    { id: 'large', content: 'c', vector: [1, 1e39, 3] },
    { id: 'text', content: 'c', vector: [1, '2', 3] },
    { id: 'words', content: 'c', vector: 'not base64!' },
    { id: 'bytes', content: 'c', vector: 'AAAA' },
    { id: 'empty', content: 'c', vector: [] },
  ];
  await files.write('v.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  assert.deepEqual(byOrigin(await files.read('v.jsonl')), {
    'v.jsonl:1': { documentId: 'numbers', content: 'c', metadata: {}, vector: base64 },
    'v.jsonl:2': { documentId: 'base64', content: 'c', metadata: { year: 2024 }, vector: base64 },
    'v.jsonl:3': { documentId: 'none', content: 'c', metadata: {} },
    'v.jsonl:4':
      'its field "vector" is a vector of 2 components, but those before it have 3: see --vector-field',
    'v.jsonl:5':
      'its field "vector" is no vector: its component 1 is not finite as float32: see --vector-field',
    'v.jsonl:6': 'its field "vector" is no vector: its component 1 is no number: see --vector-field',
    'v.jsonl:7':
      'its field "vector" is no vector: that is a list of numbers, or base64 of float32: see --vector-field',
    'v.jsonl:8':
      'its field "vector" is no vector: its 3 bytes are no whole number of float32: see --vector-field',
    'v.jsonl:9': 'its field "vector" is an empty vector: see --vector-field',
  });
});

test('which field is the vector can be chosen, and a field that the collection declares is none', async () => {
  await files.write('w.jsonl', '{"id":1,"content":"c","vector":"raster","e":[1]}\n{"id":2,"content":"c"}');
  const vector = Buffer.from(Float32Array.of(1).buffer).toString('base64');
  assert.deepEqual(byOrigin(await files.read('w.jsonl', { vectorField: 'e' })), {
    'w.jsonl:1': { documentId: '1', content: 'c', metadata: { vector: 'raster' }, vector },
    'w.jsonl:2': 'has no field "e" for its vector: see --vector-field',
  });
  const asMetadata = { documentId: '1', content: 'c', metadata: { vector: 'raster', e: [1] } };
  const declared = { fields: [{ name: 'vector', type: 'STRING' as const }], strict: false };
  assert.deepEqual(byOrigin(await files.read('w.jsonl', {}, declared))['w.jsonl:1'], asMetadata);
  const none = await files.read('w.jsonl', { vectorField: false });
  assert.deepEqual(byOrigin(none)['w.jsonl:1'], asMetadata);
});

test('what an export writes of a document comes back as its parts, unless the collection declares such fields', async () => {
  const vector = Buffer.from(new Float32Array([1, 0]).buffer).toString('base64');
  const line = (more: object) => `${JSON.stringify({ id: 'a', content: 'c', ...more })}\n`;
  const place = { start: 0, end: 1, vector };
  await files.write(
    'export.jsonl',
    line({ deleted: true }) +
      line({ deleted: false, expiresAt: '2030-01-01T00:00:00.000Z', partition: 'p', tenant: 't' }) +
      line({ passages: [place] }) +
      line({ passages: [{ ...place, embeddingKey: 'k' }], embeddingModel: 'm@1' }) +
      line({ passages: ['no', 'passage'], deleted: 3 }),
  );
  const input = { documentId: 'a', content: 'c', metadata: {} };
  const content = async (declared: Declared) =>
    (await files.read('export.jsonl', {}, declared)).map(({ origin: _, place: __, ...rest }) => rest);
  const fields: Declared = { fields: [], strict: false };
  assert.deepEqual(await content({ ...fields, partitionBy: { by: 'NAME' } }), [
    { deletedId: 'a', tenant: undefined },
    { input: { ...input, metadata: { tenant: 't' }, expiresAt: '2030-01-01T00:00:00.000Z', partition: 'p' } },
    { input: { ...input, passages: [place] } },
    { input, brought: { model: 'm@1', embeddings: [{ key: 'k', vector }] } },
    { input: { ...input, metadata: { passages: ['no', 'passage'], deleted: 3 } } },
  ]);
  const divided = await content({ ...fields, partitionBy: { by: 'TENANT' } });
  assert.deepEqual(divided[1], {
    input: { ...input, metadata: { partition: 'p' }, expiresAt: '2030-01-01T00:00:00.000Z' },
    tenant: 't',
  });
  const named = ['deleted', 'expiresAt', 'passages'].map((name) => ({ name, type: 'STRING' as const }));
  const [asField] = await content({ ...fields, fields: named });
  assert.deepEqual(asField, { input: { ...input, metadata: { deleted: true } } });
});
