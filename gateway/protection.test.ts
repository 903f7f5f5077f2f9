import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseGatewayFile } from './configuration/gateway-file.ts';
import { defaultLimits } from './limits.ts';

const parse = (text: string) => parseGatewayFile(text, 'gateway.yaml', {});

test('the file that the guide shows can be used as it is, and its limits are the defaults', () => {
  const guide = readFileSync(new URL('../docs/guide/protect.md', import.meta.url), 'utf8');
  const [, shown = ''] = /```yaml\n(limits:[^`]*)```/.exec(guide) ?? [];
  const { limits, rates, documents } = parse(shown);
  assert.ok(Object.keys(limits ?? {}).length > 10);
  for (const [name, value] of Object.entries(limits ?? {})) {
    assert.equal(value, defaultLimits[name as keyof typeof defaultLimits], name);
  }
  assert.equal(rates === 'off' ? 0 : rates?.length, 4);
  assert.equal(documents?.mode, 'only');
});

test('what cannot be meant is refused with its place and what is allowed', () => {
  const wrong: [string, RegExp][] = [
    ['limits: { depth: 0 }', /limits\.depth must be a whole number from 1 to/],
    ['limits: { operationTime: 5 }', /limits\.operationTime must be a time/],
    ['limits: { deep: 5 }', /has no "deep"; it may have depth, /],
    ['rates: [{ name: a, most: 1 }]', /rates\[0\]\.every must be a time/],
    [
      'rates: [{ name: a, most: 1, every: 1m, per: [moon] }]',
      /rates\[0\]\.per\[0\] must be key, address or operation/,
    ],
    ['cost: { most: -1 }', /cost\.most must be a whole number/],
    ['documents: { mode: sometimes }', /documents\.mode must be only, log or off/],
    ['cors: { origins: [example.com] }', /cors\.origins\[0\] must be an origin/],
    ['network: { proxies: [nowhere] }', /network\.proxies must be addresses/],
    ['exposure: { graphiql: maybe }', /exposure\.graphiql must be on or off/],
  ];
  for (const [text, says] of wrong) assert.throws(() => parse(text), says, text);
});
