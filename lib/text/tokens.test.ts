import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokens } from './tokens.ts';

const terms = (text: string) => tokens(text).map(({ term }) => term);
const same = (a: string, b: string) => assert.deepEqual(terms(a), terms(b), `${a} | ${b}`);

test('English words meet in their stem, without stop words', () => {
  assert.deepEqual(terms('The indexing of the indexes'), ['index', 'index']);
  same('searching', 'Searches');
});

test('case, accents, width, ligatures and digits of other scripts do not matter', () => {
  same('Café naïve', 'CAFE NAIVE');
  same('cafe\u0301', 'caf\u00e9');
  same('Ｍｉｌｖｕｓ ２０２４', 'milvus 2024');
  same('ﬁle', 'file');
  same('Straße', 'STRASSE');
  same('٢٠٢٤', '2024');
  same('ΟΔΟΣ', 'οδος');
});

test('apostrophes, hyphens, points and commas join and part words as a reader would', () => {
  same("the dog's", 'dog');
  same('don’t', "don't");
  same("l'amour", 'amour');
  same('O’Neil', "O'Neil");
  assert.deepEqual(terms('covid-19'), ['covid', '19']);
  assert.deepEqual(terms('1,000 3.14 p53'), ['1000', '3.14', 'p53']);
  same('U.S.A.', 'USA');
  assert.deepEqual(terms('C++ and C# in Node.js'), ['c++', 'c#', 'node', 'js']);
});

test('Chinese is found by one character, by pairs, and in either way of writing', () => {
  assert.deepEqual(terms('向量庫'), ['向', '向量', '量', '量库', '库']);
  same('什麼是向量資料庫', '什么是向量资料库');
  assert.deepEqual(terms('用Milvus搜尋'), ['用', 'milvu', '搜', '搜寻', '寻']);
});

test('Japanese and Korean too, half-width or taken apart', () => {
  same('ｶﾞｲﾄﾞ', 'ガイド');
  same('\u1112\u1161\u11ab\u1100\u1173\u11af', '한글');
  assert.deepEqual(terms('東京タワー').slice(0, 3), ['东', '东京', '京']);
});

test('other scripts keep their words, those without spaces give pairs', () => {
  assert.deepEqual(terms('Привет, мир'), ['привет', 'мир']);
  assert.deepEqual(terms('हिन्दी में'), ['हिन्दी', 'में']);
  assert.deepEqual(terms('กินข้าว'), ['กิน', 'นข้', 'ข้า', 'าว']);
  assert.deepEqual(terms('launch 🚀'), ['launch', '🚀']);
});

test('each term says where it stands in the text as given', () => {
  const text = "Ｆｏｏ 的 l'été — 向量 ｶﾞｲ cafe\u0301's 😀𠮷野 ㎏ ﬁn";
  for (const { term, start, end } of tokens(text)) {
    assert.ok(start >= 0 && start < end && end <= text.length);
    const slice = text.slice(start, end);
    assert.ok(slice.isWellFormed(), term);
    assert.ok(terms(slice).includes(term), `${term} at ${JSON.stringify(slice)}`);
  }
  const [first] = tokens('  running');
  assert.deepEqual(first, { term: 'run', start: 2, end: 9 });
});

test('any text is analysed, in order and within bounds', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed % below;
  };
  const alphabet = [..."ab'’-.,19 \n\t的量が゛ﾞｶ한ก็ि́ٓİßﷺ㍿①😀🏽‍𠮷\ud83d\udc00\0٣#+"];
  for (let round = 0; round < 2000; round++) {
    const text = Array.from({ length: random(12) }, () => alphabet[random(alphabet.length)]).join('');
    let last = 0;
    for (const { term, start, end } of tokens(text)) {
      assert.ok(term.length > 0 && start >= last && start < end && end <= text.length, JSON.stringify(text));
      last = start;
    }
  }
});
