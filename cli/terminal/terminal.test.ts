import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { markedLine, markedLines } from './marked.ts';
import { table } from './table.ts';
import { columnsOf, cut, duration, printable } from './text.ts';

test('Chinese characters and emoji take two columns, combining marks none', () => {
  assert.equal(columnsOf('abc'), 3);
  assert.equal(columnsOf('向量，abc'), 9);
  assert.equal(columnsOf('e\u0301'), 1);
  assert.equal(columnsOf('👩‍🔬'), 2);
  assert.equal(cut('向量資料庫', 7), '向量資…');
  assert.equal(cut('short', 5), 'short');
});

test('nothing that documents hold can command the terminal', () => {
  assert.equal(printable('a\x1b[31mred\x07\r\nb\u202ec'), 'a [31mred b c');
  assert.ok(!markedLine('x\x1b[2J<mark>y</mark>').includes('\x1b[2J'));
});

test('a highlight becomes plain text whose entities are undone once', () => {
  const html = '&lt;b&gt; &amp;amp; <mark>fish</mark> &amp; &quot;chips&quot;&#39;s';
  assert.equal(stripVTControlCharacters(markedLine(html)), `<b> &amp; fish & "chips"'s`);
});

test('a highlight is broken into lines that fit, English between words, Chinese anywhere', () => {
  const plain = (html: string, columns: number, most: number) =>
    markedLines(html, columns, most).map((line) => stripVTControlCharacters(line).trimEnd());
  assert.deepEqual(plain('one <mark>two</mark> three four', 9, 9), ['one two', 'three', 'four']);
  assert.deepEqual(plain('向量<mark>資料庫</mark>很快', 6, 9), ['向量資', '料庫很', '快']);
  assert.deepEqual(plain('one two three four', 9, 2), ['one two', 'three…']);
});

test('the columns of a table line up, whatever their width', () => {
  const rows = [
    { name: '向量', count: 5 },
    { name: 'plain', count: 12345 },
  ];
  const lines = table(rows, [
    { title: 'NAME', value: ({ name }) => name },
    { title: 'COUNT', value: ({ count }) => String(count), align: 'right' },
  ]);
  assert.deepEqual(lines.map(stripVTControlCharacters), ['NAME   COUNT', '向量       5', 'plain  12345']);
});

test('durations are told in words', () => {
  assert.deepEqual([0.4, 59.4, 61, 3600, 7325].map(duration), [
    '0 s',
    '59 s',
    '1 min 1 s',
    '1 h 0 min',
    '2 h 2 min',
  ]);
});
