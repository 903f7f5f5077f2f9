import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { estimateTokens } from '../../lib/embedding/token-estimate.ts';
import { e5, words } from '../../test/support/embedding.ts';
import { piecesOf } from '../scheduling/pieces.ts';
import { loadTokenizer, type TextTokenizer } from './tokenizer.ts';

let tokenizer: TextTokenizer;
before(() => {
  tokenizer = loadTokenizer(e5.tokenizer, 512);
});

const OPENING = 0;
const CLOSING = 2;

test('a long text is cut to what the model reads, and its closing mark stays', () => {
  const ids = tokenizer.encode('passage: ', words(3000));
  assert.equal(ids.length, 512);
  assert.equal(ids[0], OPENING);
  assert.equal(ids[511], CLOSING);
  const whole = tokenizer.encode('passage: ', words(100));
  assert.deepEqual([...ids.slice(0, 100)], [...whole.slice(0, 100)]);
});

test('only the beginning counts, so however long a text is, its cut is that of its beginning', () => {
  const begin = `${words(900)} `;
  assert.deepEqual(tokenizer.encode('', begin + 'x '.repeat(500_000)), tokenizer.encode('', `${begin}y y y`));
  const spaces = `${' '.repeat(100_000)}the end`;
  assert.deepEqual(tokenizer.encode('', spaces), tokenizer.encode('', ' the end'));
});

test('tokens are those of the text alone: no marks, no prefix', () => {
  assert.equal(tokenizer.count('hello world'), 3);
  assert.equal(tokenizer.count('什麼是向量資料庫？'), 7);
  assert.equal(tokenizer.count(''), 0);
});

test('a text counted in pieces has as many tokens as the whole', () => {
  const sum = (pieces: string[]) => pieces.reduce((total, piece) => total + tokenizer.count(piece), 0);
  const english = words(2000);
  assert.equal(sum(piecesOf(english, 1000)), tokenizer.count(english));

  const chinese = '向量資料庫儲存高維度嵌入向量，並支援近似最近鄰搜尋。'.repeat(100);
  const pieces = piecesOf(chinese, 500);
  assert.equal(pieces.join(''), chinese);
  // Where no white space shows a word's end, a cut may split one token.
  assert.ok(Math.abs(sum(pieces) - tokenizer.count(chinese)) <= 2 * pieces.length);
});

test('tokens estimated for other servers are not fewer than this tokenizer makes', () => {
  const samples = [
    'Vector databases store embeddings and answer nearest-neighbour queries over them within milliseconds.',
    'Antidisestablishmentarianism, electroencephalographically and other unreasonably long words.',
    'Die Donaudampfschifffahrtsgesellschaft verkaufte 1873 ihre Anteile für 12.345,67 Mark.',
    "L'été dernier, nous avons découvert qu'il n'y avait presque plus d'abeilles près du château.",
    'Векторные базы данных хранят векторы и быстро находят ближайших соседей запроса.',
    '向量資料庫是一種專門儲存高維度嵌入向量，並支援近似最近鄰搜尋的資料庫系統。',
    '魑魅魍魎、躊躇不前、饕餮之徒、齟齬不合，皆為罕見字詞。',
    'ベクトルデータベースは、埋め込みベクトルを保存し、近い文書を検索するためのシステムです。',
    '벡터 데이터베이스는 임베딩을 저장하고 가장 가까운 이웃을 찾아 줍니다.',
    'قواعد البيانات المتجهة تخزن المتجهات وتبحث عن أقرب الجيران بسرعة كبيرة.',
    'वेक्टर डेटाबेस एम्बेडिंग को संग्रहीत करते हैं और निकटतम पड़ोसियों को खोजते हैं।',
    'for (let i = 0; i < n; i++) { total += values[i] ?? 0; } // 0x7fffffff',
    'https://example.com/a/b?c=d&e=f#g 3f786850e387550fdab836ed7e6dc881de23001b',
    '👩‍👩‍👧 🎉🎉 ★☆ → ≤ ½',
  ];
  for (const sample of samples) {
    assert.ok(estimateTokens(sample) >= tokenizer.count(sample), sample);
    // High, but not so high that passages would be cut far too short.
    assert.ok(estimateTokens(sample) <= 4 * tokenizer.count(sample), sample);
  }
});
