import assert from 'node:assert/strict';
import { appendFile, stat, utimes } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { byOrigin, type Files, onlyDocument, temporaryFiles } from '../../test/support/documents.ts';
import { pdfOf } from '../../test/support/pdf.ts';
import { openFiles, recordsOf } from './files.ts';
import { fingerprintOf } from './fingerprint.ts';
import { formats } from './formats.ts';

let files: Files;
before(async () => {
  files = await temporaryFiles();
});
after(() => files[Symbol.asyncDispose]());

const document = (documentId: string, content: string) => ({ documentId, content, metadata: {} });

test('Markdown: its path as id, front matter as metadata, the first heading as title', async () => {
  await files.write('with.md', '---\ntitle: From the front\ntags: [a, b]\n---\n# Heading\n\nBody.\n');
  assert.deepEqual(onlyDocument(await files.read('with.md')), {
    documentId: 'with.md',
    title: 'From the front',
    content: '# Heading\n\nBody.',
    metadata: { tags: ['a', 'b'] },
  });
  await files.write('heading.md', '\ufeffSetext\n======\n\n# Later\n');
  assert.equal(onlyDocument(await files.read('heading.md')).title, 'Setext');
  await files.write('bare.md', 'Only a body.\n');
  assert.equal(onlyDocument(await files.read('bare.md')).title, 'bare');
  await files.write('broken.md', '---\na: [\n---\nBody');
  assert.match(String(byOrigin(await files.read('broken.md'))['broken.md']), /front matter is no YAML/);
});

test('a folder: every file of a known kind below it, in order, without hidden ones and node_modules', async () => {
  const text = {
    'z.TXT': 'z',
    'a.txt': 'a',
    'b/c.md': 'c',
    'no.png': '',
    '.hidden.txt': '',
    '.git/x.txt': '',
  };
  const contents = {
    ...text,
    'node_modules/p/readme.md': '',
    'rows.csv': 'id,content\n1,r\n',
    'rows.tsv.gz': gzipSync('id\tcontent\n2\tr\n'),
    'page.htm': '<p>page',
    'paper.pdf': pdfOf({ pages: ['paper'] }),
    'paper.pdf.gz': gzipSync('packed'),
    'list.ndjson': '{"id":3,"content":"l"}',
  };
  for (const [name, content] of Object.entries(contents)) await files.write(`tree/${name}`, content);
  const origins = (await files.read('tree')).map(({ origin }) => origin.replace('tree/', ''));
  assert.deepEqual(origins, [
    'a.txt',
    'b/c.md',
    'list.ndjson:1',
    'page.htm',
    'paper.pdf',
    'rows.csv:2',
    'rows.tsv.gz:2',
    'z.TXT',
  ]);
});

test('a path that is not there, or of an unknown kind, is refused before anything is read', async () => {
  await files.write('data.xyz', 'a,b');
  await assert.rejects(openFiles([files.path('nope.txt')], {}), /nope\.txt does not exist/);
  await assert.rejects(
    openFiles([files.path('data.xyz')], {}),
    /none of the endings \.jsonl.*\.csv.*--format/,
  );
  await assert.rejects(openFiles(['-'], { format: 'pdf' }), /A pdf document has its path as its id/);
  assert.equal(onlyDocument(await files.read('data.xyz', { format: 'text' })).content, 'a,b');
});

test('packed files are read as they are unpacked, and one that is cut off says so after its last whole record', async () => {
  const lines = Array.from({ length: 20_000 }, (_, n) => JSON.stringify({ id: n, content: `c${n * 7919}` }));
  const packed = gzipSync(lines.join('\n'));
  await files.write('many.jsonl.gz', packed);
  const all = await files.read('many.jsonl.gz');
  assert.equal(all.length, 20_000);
  assert.deepEqual(byOrigin(all)['many.jsonl.gz:20000'], document('19999', `c${19_999 * 7919}`));
  await files.write('cut.jsonl.gz', packed.subarray(0, packed.length / 2));
  const cut = await files.read('cut.jsonl.gz');
  const end = cut.at(-1);
  assert.ok(cut.length > 1_000 && end && 'problem' in end);
  assert.match(end.problem, /^cannot be read: unexpected end of file/);
  assert.deepEqual(end.place, { file: 'cut.jsonl.gz', record: cut.length - 1 });
});

test('text in other encodings is read where the file or the user says which it is, and else told, not garbled', async () => {
  const utf16 = Buffer.from('\ufeffid\tcontent\n1\t風箏\n', 'utf16le');
  await files.write('excel.tsv', utf16);
  assert.deepEqual(byOrigin(await files.read('excel.tsv')), { 'excel.tsv:2': document('1', '風箏') });
  await files.write('excel.txt', utf16);
  assert.match(onlyDocument(await files.read('excel.txt')).content ?? '', /風箏/);

  const latin = (text: string) => Buffer.from(text, 'latin1');
  await files.write('latin.csv', latin('id,content\n1,plain\n2,d\xe9j\xe0\n3,plain\n'));
  assert.deepEqual(byOrigin(await files.read('latin.csv', { encoding: 'windows-1252' })), {
    'latin.csv:2': document('1', 'plain'),
    'latin.csv:3': document('2', 'déjà'),
    'latin.csv:4': document('3', 'plain'),
  });
  const notUtf8 = 'is not in UTF-8: say in which encoding with --encoding';
  const unsaid = byOrigin(await files.read('latin.csv'));
  assert.deepEqual([unsaid['latin.csv:3'], unsaid['latin.csv:4']], [notUtf8, document('3', 'plain')]);
  await files.write('latin.jsonl', latin('{"id":1,"content":"\xe9"}\n{"id":2,"content":"c"}'));
  assert.deepEqual(byOrigin(await files.read('latin.jsonl')), {
    'latin.jsonl:1': notUtf8,
    'latin.jsonl:2': document('2', 'c'),
  });
  await files.write('latin.md', latin('d\xe9j\xe0'));
  assert.deepEqual(byOrigin(await files.read('latin.md')), { 'latin.md': notUtf8 });
  await files.write('wrong.csv', Buffer.from([...latin('id,content\n1,'), 0xff, 0xff, 0x0a]));
  assert.deepEqual(byOrigin(await files.read('wrong.csv', { encoding: 'gb18030' })), {
    'wrong.csv': 'is not in the encoding gb18030: see --encoding',
  });
});

test('every record has its number in its file, and reading can begin at any of them', async () => {
  await files.write(
    'n.jsonl',
    '{"id":1,"content":"a"}\n\nwrong\n{"id":2,"content":"b"}\n{"id":3,"content":"c"}\n',
  );
  await files.write('n.json', '[{"id":1,"content":"a"},wrong,{"id":2,"content":"b"},{"id":3,"content":"c"}]');
  await files.write('n.csv', 'id,content\n1,"a\na"\n2,b,wrong\n3,c\n4,d\n');
  await files.write('n.md', 'one document');
  for (const name of ['n.jsonl', 'n.json', 'n.csv', 'n.md']) {
    const all = await files.read(name);
    assert.deepEqual(
      all.map(({ place }) => [place.file, place.record]),
      all.map((_, record) => [name, record]),
    );
    for (let from = 0; from <= all.length; from++) {
      assert.deepEqual(await files.read(name, {}, undefined, from), all.slice(from), `${name} from ${from}`);
    }
  }
});

test('a file is known to be unchanged by its size, its time and how it begins', async () => {
  await files.write('f.jsonl', 'x'.repeat(100_000));
  const path = files.path('f.jsonl');
  // Times are set to the millisecond only.
  const { mtime } = await stat(path);
  await utimes(path, mtime, mtime);
  const before = await fingerprintOf(path);
  assert.equal(await fingerprintOf(path), before);
  await utimes(path, mtime, new Date(mtime.getTime() + 1000));
  assert.notEqual(await fingerprintOf(path), before);
  await files.write('f.jsonl', `y${'x'.repeat(99_999)}`);
  await utimes(path, mtime, mtime);
  assert.notEqual(await fingerprintOf(path), before);
  await files.write('f.jsonl', 'x'.repeat(100_000));
  await utimes(path, mtime, mtime);
  assert.equal(await fingerprintOf(path), before);
  await appendFile(path, 'x');
  await utimes(path, mtime, mtime);
  assert.notEqual(await fingerprintOf(path), before);
});

test('the error report is never read as documents', async () => {
  await files.write('in/errors.jsonl', 'old\n');
  await files.write('in/data.jsonl', '{"id":1,"content":"c"}\n');
  const except = files.path('in/errors.jsonl');
  const origins: string[] = [];
  for await (const { origin } of recordsOf(await openFiles([files.path('in')], { except }))) {
    origins.push(origin);
  }
  assert.deepEqual(origins, [`${files.path('in/data.jsonl')}:1`]);
  await assert.rejects(openFiles([except], { except }), /cannot be read and written at once/);
});

test('a file that cannot be read is told, and the others are read', async () => {
  await files.write('gone/a.txt', 'a');
  await files.write('gone/b.txt', 'b');
  const opened = await openFiles([files.path('gone/a.txt'), files.path('gone/b.txt')], {});
  const { rm } = await import('node:fs/promises');
  await rm(files.path('gone/a.txt'));
  const reads: string[] = [];
  for await (const read of recordsOf(opened))
    reads.push(
      'input' in read ? (read.input.content ?? '') : 'problem' in read ? read.problem : 'a deletion',
    );
  assert.match(reads[0] ?? '', /^cannot be read: ENOENT/);
  assert.equal(reads[1], 'b');
});

test('every format that can be named can be read', async () => {
  const samples: Record<(typeof formats)[number], string | Buffer> = {
    jsonl: '{"id":1,"content":"c"}',
    json: '{"id":1,"content":"c"}',
    csv: 'id,content\n1,c',
    tsv: 'id\tcontent\n1\tc',
    markdown: 'c',
    html: 'c',
    pdf: pdfOf({ pages: ['c'] }),
    image: 'c',
    text: 'c',
  };
  for (const format of formats) {
    await files.write('sample', samples[format]);
    const { content, images } = onlyDocument(await files.read('sample', { format }));
    const held = images ? Buffer.from(images[0]?.data ?? '', 'base64').toString() : content;
    assert.equal(held, 'c', format);
  }
});
