import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  cosine,
  largestDifference,
  startTestEmbedding,
  type TestEmbedding,
  words,
} from '../test/support/embedding.ts';

let service: TestEmbedding;
before(async () => {
  service = await startTestEmbedding();
});
after(() => service[Symbol.asyncDispose]());

test('vectors have length 1 and the size that the model is said to have', async () => {
  const [vector] = await service.embed('a text');
  assert.equal(vector?.length, 384);
  assert.ok(Math.abs(cosine(vector, vector) - 1) < 1e-5);
});

test('a question lies nearer to its answer than to anything else, in Chinese, in English and across them', async () => {
  const passages = await service.embed([
    '向量資料庫是一種專門儲存高維度嵌入向量，並支援近似最近鄰搜尋的資料庫系統。',
    '貓是一種常見的家庭寵物，喜歡睡覺和捉老鼠。',
    'A vector database stores embeddings and finds the nearest neighbours of a query.',
    'The recipe needs two eggs, a cup of flour and some butter.',
  ]);
  const nearness = async (question: string) => {
    const [query] = await service.embed(question, 'query');
    return passages.map((passage) => cosine(query, passage)) as [number, number, number, number];
  };
  const [zhAnswer, zhCat, enAnswer, enRecipe] = await nearness('什麼是向量資料庫？');
  assert.ok(zhAnswer > zhCat && zhAnswer > enRecipe && enAnswer > zhCat);
  const english = await nearness('What is a vector database?');
  assert.ok(english[2] > english[3] && english[0] > english[1]);
});

test('the same text as a query and as a passage are two vectors: the model is told which it is', async () => {
  const [query] = await service.embed('vector database', 'query');
  const [passage] = await service.embed('vector database', 'passage');
  const [prefixed] = await service.embed('passage: vector database', 'query');
  assert.ok(cosine(query, passage) < 0.999);
  assert.notEqual(cosine(query, prefixed), 1);
});

test('a vector does not depend on what else is embedded with it', async () => {
  const texts = ['短', 'a short text', words(40), words(12, 1), '向量資料庫的索引'];
  const together = await service.embed(texts, 'query');
  for (const [i, text] of texts.entries()) {
    const [alone] = await service.embed(text, 'query');
    assert.ok(largestDifference(alone, together[i]) <= 1e-5, text);
  }
});

test('of a text longer than the model reads, the beginning counts', async () => {
  const begin = words(600);
  const [one] = await service.embed(`${begin} and one end`);
  const [other] = await service.embed(`${begin} 另一個結尾 ${words(500, 3)}`);
  assert.equal(largestDifference(one, other), 0);
  const response = await service.post('/v1/embeddings', { input: begin });
  const { usage } = (await response.json()) as { usage: { total_tokens: number } };
  assert.equal(usage.total_tokens, 512);
});

test('an empty text and one of odd characters have vectors too', async () => {
  const vectors = await service.embed(['', ' ', '\u0000', '👩‍👩‍👧', '</s><mask>', '\ud800']);
  for (const vector of vectors) assert.ok(Math.abs(cosine(vector, vector) - 1) < 1e-5);
});
