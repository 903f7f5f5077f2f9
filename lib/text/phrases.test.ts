import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayHave, occurrences, phraseOf } from './phrases.ts';
import { type Analyzer, units } from './tokens.ts';

/** What of the text the occurrences are. */
function found(text: string, phrase: string, analyzer?: Analyzer): string[] {
  const places = occurrences(units(text, analyzer), phraseOf(phrase, analyzer));
  return places.map(({ start, end }) => text.slice(start, end));
}

test('a phrase is found as its words stand, whatever their case, form and script', () => {
  assert.deepEqual(found('The State-of-the-Art; state of the arts.', 'state of the art'), [
    'State-of-the-Art',
    'state of the arts',
  ]);
  assert.deepEqual(found('資料庫，资料库', '資料庫'), ['資料庫', '资料库']);
  assert.deepEqual(found("l'Amour de l’ÉTÉ", 'amour de ete'), ['Amour de l’ÉTÉ']);
  assert.deepEqual(found('learn C++ in GPT模型', 'C++ in gpt模'), ['C++ in GPT模']);
});

test('words that are missing, turned round or between do not make the phrase', () => {
  assert.deepEqual(found('state art', 'state of the art'), []);
  assert.deepEqual(found('art state', 'state art'), []);
  assert.deepEqual(found('向量的資料庫', '向量資料庫'), []);
  assert.deepEqual(found('anything', '?!'), []);
  assert.deepEqual(found('baking bread', 'bake bread', 'EXACT'), []);
  assert.deepEqual(found('baking bread', 'bake bread', 'STANDARD'), ['baking bread']);
});

test('a text that has a phrase is never said not to have it', () => {
  const text =
    "Filing organizations' hopping relations: sensibility, happy valencies don't run U.S.A. conflated; possibly 1,000 tanned.";
  const words = units(text).map(({ term }) => term);
  for (let from = 0; from < words.length; from++) {
    assert.equal(mayHave(text)(words.slice(from, from + 3)), true, words[from]);
  }
  assert.equal(mayHave(text)(['zebra']), false);
  assert.equal(mayHave('Ｚｅｂｒａ')(['zebra']), true, 'what is folded is left to the analysis');
});
