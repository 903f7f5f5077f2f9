import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Files, onlyDocument, temporaryFiles } from '../../test/support/documents.ts';
import type { FileOptions } from './files.ts';

let files: Files;
before(async () => {
  files = await temporaryFiles();
});
after(() => files[Symbol.asyncDispose]());

async function documentOf(html: string | Buffer, options: FileOptions = {}, strict = false) {
  await files.write('page.html', html);
  const declared = { fields: [{ name: 'lang', type: 'STRING' as const }], strict };
  return onlyDocument(await files.read('page.html', options, declared));
}

const paragraph =
  'A kite flies because the wind pushes against its sail, and the line keeps it from drifting away with the air, which would leave it without any wind at all. ';

const page = `<!DOCTYPE html>
<html lang="en">
<head>
  <title>How kites fly — The Kite Pages</title>
  <meta property="og:title" content="How kites fly">
  <meta name="description" content="Wind, line &amp; sail.">
  <meta name="author" content="A. Flyer">
  <meta property="article:published_time" content="2024-03-05T10:00:00+01:00">
  <link rel="canonical" href="https://kites.example/how">
  <style>p { color: red }</style>
  <script>var tracking = 1;</script>
</head>
<body>
  <header><nav><a href="/">Home</a> <a href="/shop">Shop</a></nav></header>
  <article>
    <h1>How kites fly</h1>
    <p>${paragraph.repeat(3)}</p>
    <h2>The sail <a href="#sail">#</a></h2>
    <p>It is made of <a href="https://example.org/cloth">light <b>cloth</b></a>.<br>Or of paper.</p>
    <ul><li>cotton</li><li>silk<ol><li>raw</li></ol></li></ul>
    <table>
      <caption>Sails</caption>
      <thead><tr><th>Cloth</th><th>Grams</th></tr></thead>
      <tbody><tr><td>cotton</td><td>120</td></tr><tr><td>silk</td><td></td></tr><tr><td></td><td>9</td></tr><tr><td></td></tr></tbody>
    </table>
    <pre># not a heading
fly()</pre>
    <p>${paragraph.repeat(3)}</p>
    <form><button>Subscribe to our letter</button></form>
  </article>
  <aside>Other stories that you may like</aside>
  <footer>All rights reserved</footer>
</body>
</html>`;

test('HTML: the main text with its headings, lists and tables, what the page says of itself as metadata, and no more', async () => {
  const { title, content, metadata } = await documentOf(page);
  assert.equal(title, 'How kites fly');
  assert.deepEqual(metadata, {
    lang: 'en',
    description: 'Wind, line & sail.',
    author: 'A. Flyer',
    url: 'https://kites.example/how',
    published: '2024-03-05T09:00:00.000Z',
  });
  const text = paragraph.repeat(3).trim();
  const blocks = [
    text,
    '## The sail',
    'It is made of light cloth.\nOr of paper.',
    '- cotton\n- silk\n  1. raw',
    'Sails\nCloth | Grams\ncotton | 120\nsilk\n | 9',
    '```\n# not a heading\nfly()\n```',
    text,
  ];
  assert.equal(content, blocks.join('\n\n'));
});

test('HTML: a page that is no article has the text of its main part, or else all of it but navigation', async () => {
  const body = (inner: string) =>
    `<title>T</title><body><nav>Home</nav>${inner}<footer>Imprint</footer></body>`;
  const list = '<h1>Commands</h1><dl><dt>start</dt><dd>Starts it.</dd><dt>stop</dt><dd>Stops it.</dd></dl>';
  const expected = '# Commands\n\nstart\nStarts it.\nstop\nStops it.';
  assert.equal((await documentOf(body(list))).content, expected);
  const beside = `<div>Menu with many entries</div><main>${list}</main>`;
  assert.equal((await documentOf(body(beside))).content, expected);
});

test('HTML: its title is that of the page, else its first heading, else the name of the file', async () => {
  assert.equal((await documentOf('<title> A &amp;\n B </title><h1>C</h1>')).title, 'A & B');
  assert.equal((await documentOf('<h1>C <i>d</i></h1>text')).title, 'C d');
  assert.equal((await documentOf('text')).title, 'page');
});

test('HTML: pages without html, head or body, and with elements left open, are read as browsers do', async () => {
  const { title, content } = await documentOf(
    '<meta charset=utf-8><title>Old</title><P>One<P>Two<UL><LI>a<LI>b</UL><table><tr><td>x<td>y<tr><td>z</table>',
  );
  assert.equal(title, 'Old');
  assert.equal(content, 'One\n\nTwo\n\n- a\n- b\n\nx | y\nz');
  assert.equal((await documentOf('')).content, '');
});

test('HTML: the encoding is what the page says, or what is given', async () => {
  const big5 = Buffer.from([0xad, 0xb7, 0xba, 0xe5]);
  const around = (charset: string) =>
    Buffer.concat([
      Buffer.from(`<meta http-equiv="Content-Type" content="text/html; charset=${charset}"><p>`),
      big5,
    ]);
  assert.equal((await documentOf(around('big5'))).content, '風箏');
  assert.equal((await documentOf(around('nonsense'), { encoding: 'big5' })).content, '風箏');
  assert.equal((await documentOf(Buffer.from('<p>d\xe9j\xe0 vu', 'latin1'))).content, 'déjà vu');
  assert.equal(
    (await documentOf('<meta charset="iso-8859-1"><p>in UTF-8 all the same: 風箏')).content,
    'in UTF-8 all the same: 風箏',
  );
});

test('HTML: a strict collection gets only what it declares of what a page says of itself', async () => {
  assert.deepEqual((await documentOf(page, {}, true)).metadata, { lang: 'en' });
});

test('HTML: a date without a time zone is a date, and what is no date is left out', async () => {
  const published = async (date: string) =>
    ((await documentOf(`<meta name="date" content="${date}">x`)).metadata as { published?: string })
      .published;
  assert.equal(await published('2024-03-05'), '2024-03-05');
  assert.equal(await published('2024-03-05T23:30:00'), '2024-03-05');
  assert.equal(await published('Tue, 05 Mar 2024 10:00:00 GMT'), '2024-03-05T10:00:00.000Z');
  assert.equal(await published('last spring'), undefined);
  assert.equal(await published('2024-13-45'), undefined);
});
