import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery, type QuerySyntax } from './query-syntax.ts';

const parsed = (text: string, syntax: QuerySyntax = 'AUTO') => {
  const { text: kept, loose, required, excluded } = parseQuery(text, syntax);
  return [kept, loose, required, excluded];
};

test('phrases and signed words are taken out of the text', () => {
  const cases: [string, string, string, string[], string[]][] = [
    ['"exact phrase" foo -bar +baz', 'exact phrase foo baz', 'foo baz', ['exact phrase', 'baz'], ['bar']],
    ['-"a phrase" x', 'x', 'x', [], ['a phrase']],
    ['+"a b" c', 'a b c', 'c', ['a b'], []],
    ['-C++ lang', 'lang', 'lang', [], ['C++']],
    ['+well-known', 'well-known', 'well-known', ['well-known'], []],
    ['say “hello world” twice', 'say hello world twice', 'say twice', ['hello world'], []],
    ['電影「悲情城市」導演 -茶', '電影 悲情城市 導演', '電影 導演', ['悲情城市'], ['茶']],
    ['『書』', '書', '', ['書'], []],
    ['＋茶　－咖啡 ＂烏龍茶＂', '茶 烏龍茶', '茶', ['茶', '烏龍茶'], ['咖啡']],
    ['-only', '', '', [], ['only']],
  ];
  for (const [text, ...expected] of cases) assert.deepEqual(parsed(text), expected, text);
});

test('what is no operator stays as it stands', () => {
  for (const text of [
    'plain words',
    'C++ and F#',
    'at -1 and +886 degrees',
    'a - b + c',
    'foo-bar a+b',
    '--flag -- ---',
    '"unbalanced',
    '＋886 一＋一 －',
    '5" and 6" pipes',
    '"" empty “ ”',
    '-"!?" +"…"',
    '「開',
    '  two  spaces ',
    '+',
    '-',
    '"',
  ]) {
    for (const syntax of ['AUTO', 'QUERY', 'PLAIN'] as const)
      assert.deepEqual(parsed(text, syntax), [text, text, [], []], text);
  }
});

test('AUTO leaves sentences alone, unless they are one quotation', () => {
  for (const text of [
    'What is the "slip flow" regime?',
    '「境」的意義為何？',
    'He said "so."',
    'Not -that.',
  ]) {
    assert.deepEqual(parsed(text)[2], [], text);
    assert.notDeepEqual(parsed(text, 'QUERY').slice(2), [[], []], text);
  }
  assert.deepEqual(parsed('"What is it?"')[2], ['What is it?']);
  assert.deepEqual(parsed('「為何？」')[2], ['為何？']);
  assert.deepEqual(parsed('＂為何？＂')[2], ['為何？']);
});
