import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf } from './address.ts';

test('an embedding server may be given with or without /v1, and behind a path', () => {
  const api = (url: string) => addressOf(url).api;
  assert.equal(api('http://127.0.0.1:4004'), 'http://127.0.0.1:4004/v1');
  assert.equal(api('http://127.0.0.1:4004/'), 'http://127.0.0.1:4004/v1');
  assert.equal(api('https://api.example.com/v1/'), 'https://api.example.com/v1');
  assert.equal(api('https://example.com/embedding'), 'https://example.com/embedding/v1');
  assert.equal(api('https://example.com/v1beta/openai'), 'https://example.com/v1beta/openai');
  assert.equal(addressOf('http://127.0.0.1:4004/v1').root, 'http://127.0.0.1:4004');
});
