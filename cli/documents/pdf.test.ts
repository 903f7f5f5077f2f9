import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byOrigin, type Files, onlyDocument, temporaryFiles } from '../../test/support/documents.ts';
import { pdfOf } from '../../test/support/pdf.ts';

let files: Files;
before(async () => {
  files = await temporaryFiles();
});
after(() => files[Symbol.asyncDispose]());

test('PDF: the text of its pages in their order, Chinese too, with its title, author and number of pages', async () => {
  const pages = [
    'On kites\n\nA kite is held by a line, and the wind car-\nries it, which makes it a tethered air-\ncraft.\n\nThe second paragraph.',
    '第一段說的是向量資料庫如何尋找相近的文字，而這一\n行還沒有結束。\n\n第二段。',
  ];
  await files.write('kites.pdf', pdfOf({ pages, title: '風箏 Kites', author: 'A. Flyer' }));
  assert.deepEqual(onlyDocument(await files.read('kites.pdf')), {
    documentId: 'kites.pdf',
    title: '風箏 Kites',
    content: [
      'On kites',
      'A kite is held by a line, and the wind carries it, which makes it a tethered aircraft.',
      'The second paragraph.',
      '第一段說的是向量資料庫如何尋找相近的文字，而這一行還沒有結束。',
      '第二段。',
    ].join('\n\n'),
    metadata: { author: 'A. Flyer', pages: 2 },
  });
});

test('PDF: lines stay lines where no word goes over their end', async () => {
  await files.write('list.pdf', pdfOf({ pages: ['First line\nSecond line\n第三行\n第四行在這裡'] }));
  assert.equal(
    onlyDocument(await files.read('list.pdf')).content,
    'First line\nSecond line\n第三行\n第四行在這裡',
  );
});

test('PDF: titles that a program has put in are not taken, the name of the file is', async () => {
  for (const title of ['', 'Untitled', 'Microsoft Word - draft.doc', 'report-final.docx', 'Slide 1']) {
    await files.write('the report.pdf', pdfOf({ pages: ['Text'], title, author: 'Administrator' }));
    const { title: found, metadata } = onlyDocument(await files.read('the report.pdf'));
    assert.deepEqual([found, metadata], ['the report', { pages: 1 }], title);
  }
});

test('PDF: what has no text, asks for a password or is broken is told, each with what it is', async () => {
  await files.write('bad/1-scan.pdf', pdfOf({ pages: ['', ''] }));
  await files.write('bad/2-locked.pdf', pdfOf({ pages: ['secret'], encrypted: true }));
  await files.write('bad/3-page.pdf', '<html>Not found</html>');
  await files.write('bad/4-empty.pdf', '');
  await files.write('bad/5-good.pdf', pdfOf({ pages: ['good'] }));
  const { 'bad/5-good.pdf': good, ...problems } = byOrigin(await files.read('bad'));
  assert.equal((good as { content: string }).content, 'good');
  assert.deepEqual(problems, {
    'bad/1-scan.pdf':
      'has no text on its 2 pages, as after scanning: run text recognition (OCR) over it first',
    'bad/2-locked.pdf': 'is encrypted: it opens with a password only',
    'bad/3-page.pdf': 'is no PDF file: Invalid PDF structure.',
    'bad/4-empty.pdf': 'is no PDF file: The PDF file is empty, i.e. its size is zero bytes.',
  });
});
