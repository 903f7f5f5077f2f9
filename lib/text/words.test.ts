import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSpelt, wordKey, wordsOf } from './words.ts';

test('words are those that people write, in lower case, each once, and no numbers, ids or stop words', () => {
  const text =
    "The Café's Database, a DATABASE of MP3 and covid19; x, id_7, a1b2c3, 2024, don't, ﬁle GPT4模型";
  assert.deepEqual([...wordsOf(text)], ['模型', 'café', 'database', 'mp3', 'covid19', 'file', 'gpt4']);
});

test('Chinese is parted into words', () => {
  const words = wordsOf('向量資料庫儲存由模型產生的向量。');
  for (const word of ['向量', '模型', '儲存']) assert.ok(words.has(word), word);
  assert.ok(![...words].some((word) => [...word].length < 2));
});

test('one key for what differs in case, accents and way of writing alone', () => {
  assert.equal(wordKey('café'), wordKey('Cafe'.toLowerCase()));
  assert.equal(wordKey('資料'), wordKey('资料'));
  assert.deepEqual(['word', 'wor', 'mp3x', '資料庫的', 'étude'].map(isSpelt), [
    true,
    false,
    false,
    false,
    true,
  ]);
});
