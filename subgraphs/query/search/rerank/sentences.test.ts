import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bySentences } from './sentences.ts';

/** By what texts say, one direction each. */
const directions = [/kite/i, /boat/i, /./];
const vectorOf = (text: string) =>
  Float32Array.from(directions, (_pattern, n) =>
    directions.findIndex((one) => one.test(text)) === n ? 2 : 0.1,
  );
const judge = bySentences({
  question: async (text) => vectorOf(text),
  sentences: async (texts) => new Map(texts.map((text) => [text, vectorOf(text)])),
});

test('a document is judged by its best sentence, one without a text by its title, one without both as the last', async () => {
  const [long, other, titled, nothing] = await judge.scores('How does a kite fly?', [
    { title: 'Mixed', text: 'Boats sail. A kite flies by the wind. Trees grow.' },
    { title: 'A kite', text: 'Boats sail. Trees grow.' },
    { title: 'The kite', text: '' },
    { title: '', text: '' },
  ]);
  assert.ok((long as number) > 0.99 && (titled as number) > 0.99, `${long} ${titled}`);
  assert.ok((other as number) < 0.5);
  assert.equal(nothing, other);
  assert.deepEqual(await judge.scores('kite', [{ title: '', text: ' ' }]), [0]);
});
