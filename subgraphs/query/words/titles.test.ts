import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prefixKey, Titles } from './titles.ts';

function titlesOf(all: Record<string, string>): Titles {
  const titles = new Titles();
  for (const [document, title] of Object.entries(all)) titles.add(document, title);
  return titles;
}
const found = (titles: Titles, prefix: string) =>
  titles.find(prefixKey(prefix)).map(({ document }) => document);

test('titles are found by the beginnings of their words, those that begin so first', () => {
  const titles = titlesOf({
    what: 'What a vector database does',
    vector: 'Vector search',
    vectors: 'Vectors, and how to keep them',
    café: 'Un Café à Paris',
    向量: '什麼是向量資料庫',
    gpt: 'GPT模型',
  });
  assert.deepEqual(found(titles, 'vec'), ['vector', 'vectors', 'what']);
  assert.deepEqual(found(titles, 'VECTOR D'), ['what']);
  assert.deepEqual(found(titles, 'vector '), ['vector', 'what']);
  assert.deepEqual(found(titles, 'ector'), []);
  assert.deepEqual(found(titles, 'cafe a'), ['café']);
  assert.deepEqual(found(titles, '向量'), ['向量']);
  assert.deepEqual(found(titles, '资料'), ['向量'], 'simplified');
  assert.deepEqual(found(titles, 'gpt模'), ['gpt']);
  assert.deepEqual(found(titles, 'a database'), []);
});

test('a document has its earlier titles until these are forgotten', () => {
  const titles = titlesOf({ a: 'Old name' });
  titles.add('a', 'New name');
  titles.add('a', 'New name');
  assert.deepEqual([found(titles, 'old'), found(titles, 'new'), titles.size], [['a'], ['a'], 2]);
  titles.forget('a', 'EARLIER');
  assert.deepEqual([found(titles, 'old'), found(titles, 'new')], [[], ['a']]);
  titles.forget('a', 'ALL');
  assert.deepEqual([found(titles, 'name'), titles.size], [[], 0]);
});
