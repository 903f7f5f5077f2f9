import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byOrigin, type Files, inPieces, temporaryFiles } from '../../test/support/documents.ts';
import { readCsv } from './csv.ts';
import { type Declared, undeclared } from './declared.ts';

let files: Files;
before(async () => {
  files = await temporaryFiles();
});
after(() => files[Symbol.asyncDispose]());

const document = (documentId: string, content: string, metadata = {}) => ({ documentId, content, metadata });

test('CSV: a document a row by the names in the header row; cells may hold commas, line ends and quotation marks', async () => {
  const text = [
    '\ufeffid,title,content,year,note',
    '1,"A, B","two',
    'lines and ""quotes""",2024,',
    '',
    '2,,"漢字",,x',
    ',,,,',
    '3,T,,2020,',
  ].join('\r\n');
  const expected = {
    'a.csv:2': { ...document('1', 'two\r\nlines and "quotes"', { year: '2024' }), title: 'A, B' },
    'a.csv:5': document('2', '漢字', { note: 'x' }),
    'a.csv:7': { ...document('3', '', { year: '2020' }), title: 'T' },
  };
  await files.write('a.csv', text);
  assert.deepEqual(byOrigin(await files.read('a.csv')), expected);
  for (const size of [1, 2, 5]) {
    const lines: (number | undefined)[] = [];
    const pieces = inPieces(text.slice(1), size);
    for await (const { at } of readCsv(pieces, { declared: undeclared, vectorLength: {} }))
      lines.push(at.line);
    assert.deepEqual(lines, [2, 5, 7], `in pieces of ${size}`);
  }
});

test('CSV: a row with too many or too few cells is told with its line, and the rest goes on', async () => {
  await files.write(
    'ragged.csv',
    'id,content,year\n1,"a\nb"\n2,c,2024,more\n3,d,2020,,\n,e,2020\n5,f,2020\n',
  );
  assert.deepEqual(byOrigin(await files.read('ragged.csv')), {
    'ragged.csv:2': 'has 2 cells, but the header row names 3',
    'ragged.csv:4': 'has 4 cells, but the header row names 3',
    'ragged.csv:5': document('3', 'd', { year: '2020' }),
    'ragged.csv:6': 'has no field "id" for its id: see --id-field',
    'ragged.csv:7': document('5', 'f', { year: '2020' }),
  });
});

test('CSV: a quotation mark that is not closed is told with the line it is in, after the rows before it', async () => {
  await files.write('open.csv', 'id,content\n1,"a\nb"\n2,c\n3,"d\n4,e\n');
  assert.deepEqual(byOrigin(await files.read('open.csv')), {
    'open.csv:2': document('1', 'a\nb'),
    'open.csv:4': document('2', 'c'),
    'open.csv:5': 'has a quotation mark that is not closed: see --quote',
  });
  const rows = byOrigin(await files.read('open.csv', { quote: false }));
  assert.deepEqual(rows['open.csv:5'], document('3', '"d'));
  await files.write('endless.csv', `id,content\n1,a\n2,"${'x'.repeat(17_000_000)}`);
  const endless = byOrigin(await files.read('endless.csv'));
  assert.deepEqual(endless['endless.csv:2'], document('1', 'a'));
  assert.match(String(endless['endless.csv:3']), /longer than 16 MB; is a quotation mark not closed\?/);
});

test('CSV: the delimiter is found in the header row, or given', async () => {
  for (const [name, delimiter] of Object.entries({ semicolon: ';', tab: '\t', bar: '|', comma: ',' })) {
    const header = ['id', '"a, b; c|\td"', 'content'];
    await files.write(`${name}.csv`, `${header.join(delimiter)}\n${['1', 'x', 'c'].join(delimiter)}\n`);
    assert.deepEqual(byOrigin(await files.read(`${name}.csv`)), {
      [`${name}.csv:2`]: document('1', 'c', { 'a, b; c|\td': 'x' }),
    });
  }
  await files.write('t.tsv', 'id\tcontent\n1\ta, b, c\n');
  assert.deepEqual(byOrigin(await files.read('t.tsv')), { 't.tsv:2': document('1', 'a, b, c') });
  await files.write('odd.csv', 'id~content\n1~c\n');
  assert.deepEqual(byOrigin(await files.read('odd.csv', { delimiter: '~' })), {
    'odd.csv:2': document('1', 'c'),
  });
});

test('CSV: cells of declared fields arrive with their types, others as text', async () => {
  const types = {
    year: 'INT',
    big: 'INT',
    price: 'FLOAT',
    sold: 'BOOLEAN',
    when: 'DATETIME',
    code: 'STRING',
    tags: 'STRING_LIST',
  } as const;
  const declared: Declared = {
    fields: Object.entries(types).map(([name, type]) => ({ name, type })),
    strict: false,
  };
  const header = `id,content,${Object.keys(types).join(',')},free`;
  await files.write(
    'typed.csv',
    [
      header,
      '1,c,2024,9223372036854775807,1.5e3,yes,2024-03-01,007,"[""a|b"",""c""]",42',
      '2,c, 1999 ,-5,.5,FALSE,, x ,a; b;,true',
      '3,c,next,1.5,"1,5",maybe,soon,,"a, b",',
    ].join('\n'),
  );
  const metadata = Object.values(byOrigin(await files.read('typed.csv', {}, declared))).map(
    (input) => (input as { metadata: unknown }).metadata,
  );
  assert.deepEqual(metadata, [
    {
      year: 2024,
      big: 9223372036854775807n,
      price: 1500,
      sold: true,
      when: '2024-03-01',
      code: '007',
      tags: ['a|b', 'c'],
      free: '42',
    },
    { year: 1999, big: -5, price: 0.5, sold: false, code: ' x ', tags: ['a', 'b'], free: 'true' },
    // What is no such value goes on as it is: the server says what is wrong with it.
    { year: 'next', big: '1.5', price: '1,5', sold: 'maybe', when: 'soon', tags: ['a', 'b'] },
  ]);
  const separated = await files.read('typed.csv', { listSeparator: '/' }, declared);
  assert.deepEqual((byOrigin(separated)['typed.csv:4'] as { metadata: { tags: unknown } }).metadata.tags, [
    'a, b',
  ]);
});

test('CSV: a column may hold vectors, as numbers in brackets or as base64', async () => {
  const vector = Buffer.from(Float32Array.of(1, 0.5).buffer).toString('base64');
  await files.write(
    'v.csv',
    `id,content,embedding\n1,c,"[1, 0.5]"\n2,c,[1 0.5]\n3,c,${vector}\n4,c,\n5,c,[1]\n6,c,"[1,x]"\n`,
  );
  const named = byOrigin(await files.read('v.csv', { vectorField: 'embedding' }));
  assert.deepEqual(named['v.csv:5'], document('4', 'c'));
  assert.deepEqual(byOrigin(await files.read('v.csv')), {
    'v.csv:2': { ...document('1', 'c'), vector },
    'v.csv:3': { ...document('2', 'c'), vector },
    'v.csv:4': { ...document('3', 'c'), vector },
    'v.csv:5': document('4', 'c'),
    'v.csv:6':
      'its field "embedding" is a vector of 1 components, but those before it have 2: see --vector-field',
    'v.csv:7':
      'its field "embedding" is no vector: its component 1 is not finite as float32: see --vector-field',
  });
});

test('CSV: what is wrong with the header row is told once, with the columns that there are', async () => {
  await files.write('no-id.csv', 'name,about\nx,y\nz,w\n');
  assert.deepEqual(byOrigin(await files.read('no-id.csv')), {
    'no-id.csv:1': 'no column is named "id" for the id: see --id-field. Its columns: name, about',
  });
  assert.deepEqual(byOrigin(await files.read('no-id.csv', { idField: 'name', contentField: 'about' })), {
    'no-id.csv:2': document('x', 'y'),
    'no-id.csv:3': document('z', 'w'),
  });
  await files.write('twice.csv', 'id,content,a,a\n1,c,2,3\n');
  assert.deepEqual(byOrigin(await files.read('twice.csv')), { 'twice.csv:1': 'two columns are named "a"' });
  await files.write('empty.csv', '');
  assert.deepEqual(await files.read('empty.csv'), []);
});
