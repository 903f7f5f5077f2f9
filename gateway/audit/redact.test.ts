import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redacted } from './redact.ts';

test('what opens something is not written down, at any depth; what only sounds like it is', () => {
  const secrets = { apiKey: 'a', api_key: 'b', Authorization: 'c', list: [{ password: 'd', token: 'e' }] };
  assert.deepEqual(redacted(secrets), {
    apiKey: '***',
    api_key: '***',
    Authorization: '***',
    list: [{ password: '***', token: '***' }],
  });
  const open = { passages: { maxTokens: 64, overlapTokens: 8 }, idempotencyKey: 'order-17', key_count: 3 };
  assert.deepEqual(redacted(open), open);
});

test('what is long is cut, and says how long it was', () => {
  const cut = redacted({ text: 'x'.repeat(300), list: Array(12).fill(1), n: 7n }) as Record<string, unknown>;
  assert.equal(cut.text, `${'x'.repeat(200)}… (300 characters)`);
  assert.deepEqual(cut.list, [...Array(10).fill(1), '… (12 items)']);
  assert.equal(cut.n, '7');
});
