import assert from 'node:assert/strict';
import { test } from 'node:test';
import { highlight } from './highlight.ts';
import { tokens } from './tokens.ts';

const termsOf = (query: string) => new Set(tokens(query).map(({ term }) => term));
const show = (text: string, query: string, fragments = 1, size = 80) =>
  highlight(text, termsOf(query), { fragments, size });
const unescaped = (html: string) =>
  html
    .replace(/<\/?mark>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const TEXT = `Databases keep rows. Vectors are found by their neighbours. A graph index links each vector to the
nearest ones. Filters come first. Recall is measured against an exact search of all vectors.`;

test('the sentence with most of what was asked for comes first, with its place in the text', () => {
  const [best, ...others] = show(TEXT, 'graph indexes for nearest vectors');
  assert.equal(
    best?.html,
    'A <mark>graph</mark> <mark>index</mark> links each <mark>vector</mark> to the\n<mark>nearest</mark> ones. Filters come first.',
  );
  assert.equal(TEXT.slice(best?.start, best?.end), unescaped(best?.html ?? ''));
  assert.equal(others.length, 0);
});

test('further fragments do not overlap, and show what the first did not', () => {
  const found = show(TEXT, 'graph nearest recall measured', 3, 75);
  assert.equal(found.length, 2);
  assert.match(found[0]?.html ?? '', /<mark>graph<\/mark>/);
  assert.match(found[1]?.html ?? '', /<mark>Recall<\/mark> is <mark>measured<\/mark>/);
  assert.ok((found[0]?.end ?? 0) <= (found[1]?.start ?? 0));
});

test('Chinese is marked in whole phrases, in either way of writing', () => {
  const text = '資料庫有很多種。向量資料庫以近似最近鄰搜尋找出相似的內容；它是一種索引。';
  const [best] = show(text, '什么是向量数据库？向量资料库');
  assert.equal(best?.html.includes('<mark>向量資料庫</mark>以近似'), true, best?.html);
  const [single] = show(text, '庫', 1, 10);
  assert.equal(single?.html, '資料<mark>庫</mark>有很多種。');
});

test('text cannot bring markup of its own into the page', () => {
  const [best] = show('<img src=x onerror="alert(1)"> & it\'s a vector</mark>', 'vector onerror');
  assert.equal(
    best?.html,
    '&lt;img src=x <mark>onerror</mark>=&quot;alert(1)&quot;&gt; &amp; it&#39;s a <mark>vector</mark>&lt;/mark&gt;',
  );
});

test('without anything to mark the beginning is shown', () => {
  assert.deepEqual(highlight(TEXT, new Set(), { fragments: 2, size: 30 }), [
    { html: 'Databases keep rows.', start: 0, end: 20 },
  ]);
  assert.equal(show(TEXT, 'elephants').length, 1);
  assert.deepEqual(show('  \n', 'x'), []);
});

test('a fragment keeps to its size, cuts between words, and never inside a character', () => {
  const family = '👩‍👩‍👧‍👦';
  const texts = [
    `${'word '.repeat(200)}needle${' word'.repeat(200)}`,
    `${'字'.repeat(300)}針${'字'.repeat(300)}`,
    `${family.repeat(40)} needle ${family.repeat(40)}`,
    'e\u0301'.repeat(500),
    '𠮷'.repeat(500),
  ];
  for (const text of texts) {
    for (const size of [20, 33, 64]) {
      for (const { html, start, end } of show(text, 'needle 針 𠮷', 3, size)) {
        assert.ok(end - start <= Math.max(size, family.length), `${end - start} > ${size}`);
        assert.equal(unescaped(html), text.slice(start, end));
        assert.ok(text.slice(start, end).isWellFormed());
        assert.ok(!/^(?:\u0301|\u200d|[\udc00-\udfff])/.test(text.slice(start)), 'starts inside a character');
        assert.ok(!/^(?:\u0301|\u200d)/.test(text.slice(end)), 'ends inside a character');
      }
    }
  }
  assert.match(
    show(texts[0] as string, 'needle', 1, 30)[0]?.html ?? '',
    /^(word )*<mark>needle<\/mark>( word)*$/,
  );
});
