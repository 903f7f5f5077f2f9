import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dictionary } from './dictionary.ts';

function dictionaryOf(words: Record<string, number>): Dictionary {
  const dictionary = new Dictionary('STANDARD');
  for (const [word, documents] of Object.entries(words)) dictionary.add(word, documents);
  return dictionary;
}
const words = (found: { word: string }[]) => found.map(({ word }) => word);

test('completions are the most frequent words that begin so, in either way of writing', () => {
  const dictionary = dictionaryOf({
    vector: 9,
    vectors: 3,
    vehicle: 5,
    café: 1,
    cafe: 4,
    資料庫: 2,
    资料: 7,
    資料: 1,
  });
  assert.deepEqual(words(dictionary.completions('vec', 5)), ['vector', 'vectors']);
  assert.deepEqual(words(dictionary.completions('ve', 2)), ['vector', 'vehicle']);
  assert.deepEqual(words(dictionary.completions('caf', 5)), ['cafe']);
  assert.deepEqual(words(dictionary.completions('资料', 5)), ['资料', '資料庫']);
  dictionary.add('vectorize', 10);
  assert.deepEqual(words(dictionary.completions('vect', 1)), ['vectorize']);
  assert.deepEqual(dictionary.completions('zz', 5), []);
});

test('near words are those with few wrong letters, the likeliest first', () => {
  const dictionary = dictionaryOf({
    database: 9,
    databases: 3,
    honey: 5,
    money: 50,
    phoney: 1,
    vector: 2,
    hone: 1,
    資料庫: 9,
  });
  assert.deepEqual(words(dictionary.near('databse')), ['database']);
  assert.deepEqual(words(dictionary.near('dtabsaes')), ['databases']);
  assert.deepEqual(words(dictionary.near('hony')), ['honey']);
  assert.deepEqual(words(dictionary.near('ohney')), ['honey']);
  assert.deepEqual(words(dictionary.near('ector')), ['vector']);
  assert.deepEqual(words(dictionary.near('fector')), ['vector']);
  // As likely a word of its own.
  assert.deepEqual(words(dictionary.near('boney')), []);
  assert.deepEqual(words(dictionary.near('qwertz')), []);
  assert.equal(dictionary.hasTerm('databas'), true);
});
