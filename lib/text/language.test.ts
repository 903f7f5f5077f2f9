import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seemsEnglish } from './language.ts';

const english = [
  'How many people live in Berlin?',
  'vector database',
  'N-terminal cleavage reduces success identifying transcription start sites.',
  'The α-helix of naïve T cells binds β-actin, as was shown by the use of X-rays and of 3 μm beads.',
];
const others = [
  '臺北有多少人口？',
  '什麼是 vector database？',
  'データベースとは何ですか',
  'Сколько людей живёт в Берлине?',
  'Der Fluss fließt an der Stadt vorbei und durch das Tal, in dem die Menschen seit Jahrhunderten leben.',
  'Combien de personnes vivent à Paris et que font-elles le soir dans la ville ?',
  'El río fluye por la ciudad y la gente vive a lo largo de sus orillas desde hace siglos.',
  'Rzeka płynie przez miasto, ludzie mieszkają tam od wieków, morze leży dwie godziny drogi stąd, góry trochę dalej.',
  '42',
  '',
];

test('English is told from other languages, by its script and its frequent words', () => {
  for (const text of english) assert.equal(seemsEnglish(text), true, text);
  for (const text of others) assert.equal(seemsEnglish(text), false, text);
});
