import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SynonymRule, synonymsOf } from './synonyms.ts';
import { units } from './tokens.ts';

const found = (rules: SynonymRule[], text: string) => synonymsOf(rules, 'STANDARD').of(units(text));

test('each of a rule finds the others, as a whole, in any form and script', () => {
  const rules = [
    { words: ['ML', 'machine learning', '機器學習'], from: null },
    { words: ['電腦', '計算機'], from: null },
  ];
  assert.deepEqual(found(rules, 'What is ml?'), ['machine learning', '機器學習']);
  assert.deepEqual(found(rules, 'machines learned'), ['ML', '機器學習']);
  assert.deepEqual(found(rules, 'learning a machine'), []);
  assert.deepEqual(found(rules, '我的电脑坏了'), ['計算機']);
  assert.deepEqual(found(rules, 'ML on a 電腦 ML'), ['machine learning', '機器學習', '計算機']);
});

test('a one-way rule leads from its side alone', () => {
  const rules = [{ from: ['phone', '手機'], words: ['iPhone', 'pixel phone'] }];
  assert.deepEqual(found(rules, 'a phone'), ['iPhone', 'pixel phone']);
  assert.deepEqual(found(rules, '手机'), ['iPhone', 'pixel phone']);
  assert.deepEqual(found(rules, 'iphone'), []);
  assert.deepEqual(found([{ words: ['!', 'x'], from: null }], '!'), []);
});
