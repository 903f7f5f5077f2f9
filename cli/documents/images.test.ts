import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeImages } from './images.ts';

test('images of a record are files in base64 or addresses, and nothing else', () => {
  const fields: Record<string, unknown> = { images: ['aGk=', 'https://pictures.example/a.png'], year: 1 };
  assert.deepEqual(takeImages(fields), [{ data: 'aGk=' }, { url: 'https://pictures.example/a.png' }]);
  assert.deepEqual(fields, { year: 1 });
  assert.throws(() => takeImages({ images: [1] }), /no list of files in base64 or addresses/);
});
