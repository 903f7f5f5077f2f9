import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeTerms } from './encode.ts';

test('every term comes out as a short plain word of its own', () => {
  const terms = [
    'vector',
    'p53',
    'zq',
    'zqa',
    '文',
    '向量',
    'zq00k5',
    '😀',
    '3.14',
    'c++',
    'клавиатура',
    '',
    'a b',
  ];
  terms.push('клавиатуры', 'x'.repeat(39), 'x'.repeat(40), 'x'.repeat(41), '\ud83d', '\u{10ffff}\u{10ffff}');
  const forms = terms.map((term) => encodeTerms([term]));
  for (const form of forms) assert.match(form, /^[a-z0-9]{1,39}$/);
  assert.equal(new Set(forms).size, terms.length);
  assert.deepEqual(forms.slice(0, 2), ['vector', 'p53']);
});

test('an encoded form is never the form of another term', () => {
  const form = encodeTerms(['向量']);
  assert.notEqual(encodeTerms([form]), form);
});

test('terms are separated by one space', () => {
  assert.equal(encodeTerms(['a', 'b1', 'a']), 'a b1 a');
  assert.equal(encodeTerms([]), '');
});

test('of more terms than fit, the frequent ones stay and count for more, and the rarest are left out', () => {
  const words = Array.from({ length: 30 }, (_, n) => `word${n}`);
  const given = [...words, ...Array(40).fill('often'), ...Array(20).fill('half')];
  assert.equal(encodeTerms(given, 10_000), encodeTerms(given));
  const kept = encodeTerms(given, 200);
  assert.ok(kept.length <= 200);
  const count = (word: string) => kept.split(' ').filter((one) => one === word).length;
  assert.ok(count('often') > 1.5 * count('half') && count('half') > 1, kept);
  assert.deepEqual([count('word0'), count('word29')], [1, 0]);
});
