import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { GATEWAY_ISSUER, gatewayKeys } from './gateway-token.ts';

const secret = 'a secret of more than thirty-two characters';
const other = 'another secret of more than thirty-two characters';

test('a token says who asks, to the one whom it is for, in any library of JSON Web Tokens', async () => {
  const keys = gatewayKeys([secret]);
  const caller = { tenant: 'acme', scopes: ['hr'], collections: ['docs'] };
  const token = keys.token('index', caller);
  assert.deepEqual(keys.caller(token, 'index'), caller);
  assert.deepEqual(gatewayKeys([secret]).caller(keys.token('index', {}), 'index'), {});
  assert.equal(keys.caller(token, 'query'), undefined);
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys.jwks as never), {
    issuer: GATEWAY_ISSUER,
    audience: 'index',
    maxTokenAge: '2m',
  });
  assert.equal(payload.tenant, 'acme');
});

test('another secret, a changed token and an old one are refused; a secret can be replaced without a gap', (t) => {
  const old = gatewayKeys([secret]);
  const token = old.token('index', {});
  assert.equal(gatewayKeys([other]).caller(token, 'index'), undefined);
  const both = gatewayKeys([other, secret]);
  assert.deepEqual(both.caller(token, 'index'), {});
  assert.equal(old.caller(both.token('index', {}), 'index'), undefined);
  const [head, , signature] = token.split('.');
  const claims = Buffer.from(
    JSON.stringify({ iss: GATEWAY_ISSUER, aud: 'index', exp: 1e10, iat: 0 }),
  ).toString('base64url');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const forged of [
    `${head}.${claims}.${signature}`,
    `${none}.${claims}.`,
    `${token}.x`,
    'x',
    '',
    undefined,
    7,
  ])
    assert.equal(old.caller(forged, 'index'), undefined);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 91_000 });
  assert.equal(old.caller(token, 'index'), undefined);
  assert.equal(both.caller(token, 'index'), undefined);
});
