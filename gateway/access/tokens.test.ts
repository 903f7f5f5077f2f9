import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { graphqlClient } from '../../test/support/client.ts';
import { startFederatedGraph } from '../../test/support/federated-graph.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { until } from '../../test/support/until.ts';
import { startUserSubgraph } from '../../test/support/user-subgraph.ts';
import { parseGatewayFile } from '../configuration/gateway-file.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>> & { kid: string };

const issuer = 'https://login.example';
const audience = 'kitegraph';

describe('a gateway that takes JSON Web Tokens', () => {
  let supergraph: SmallSupergraph;
  let staff: Awaited<ReturnType<typeof startUserSubgraph>>;
  let issuers: Server;
  let keys: Pair[] = [];
  let away = false;

  async function pair(kid: string): Promise<Pair> {
    return { ...(await generateKeyPair('ES256', { extractable: true })), kid };
  }

  before(async () => {
    keys = [await pair('first')];
    issuers = createServer(async (_, response) => {
      if (away) return void response.writeHead(500).end();
      const published = keys.map(async ({ publicKey, kid }) => ({
        ...(await exportJWK(publicKey)),
        kid,
        alg: 'ES256',
      }));
      response.end(JSON.stringify({ keys: await Promise.all(published) }));
    }).listen(0, '127.0.0.1');
    await once(issuers, 'listening');
    const jwks = `http://127.0.0.1:${(issuers.address() as AddressInfo).port}/jwks`;
    const file = parseGatewayFile(
      `access: { jwt: { jwks: "${jwks}", issuer: "${issuer}", audience: ${audience}, tolerance: 1s, claims: { scopes: realm.roles } } }`,
      'gateway.yaml',
      {},
    );
    staff = await startUserSubgraph({
      typeDefs: `
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@requiresScopes"])
        type Collection @key(fields: "id") {
          id: ID!
          owner: String @requiresScopes(scopes: [["hr"]])
        }`,
      resolvers: { Collection: { owner: () => 'Al' } },
    });
    supergraph = await startSmallSupergraph({
      subgraphs: [{ name: 'staff', url: staff.url }],
      gateway: { file },
    });
  });
  after(async () => {
    await supergraph?.[Symbol.asyncDispose]();
    await staff?.[Symbol.asyncDispose]();
    issuers?.close();
  });

  const all: JWTPayload = { realm: { roles: ['search', 'ops', 'index'] } };
  function token(claims: JWTPayload = all, o: { by?: Pair; expires?: number | string; alg?: string } = {}) {
    const by = o.by ?? (keys[0] as Pair);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: by.kid })
      .setIssuer(claims.iss ?? issuer)
      .setAudience((claims.aud as string) ?? audience)
      .setSubject('somebody')
      .setExpirationTime(o.expires ?? '5m')
      .sign(by.privateKey);
  }
  async function ask(bearer: string | undefined, query = '{ searchStatistics { totalQueries } }') {
    const response = await fetch(`${supergraph.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await response.json()) as {
      errors?: { message: string; extensions: { code: string } }[];
    };
    return {
      status: response.status,
      code: errors?.[0]?.extensions.code,
      challenge: response.headers.get('www-authenticate') ?? '',
    };
  }

  test('a token of the issuer opens what its claims say, and nothing else', async () => {
    assert.deepEqual(await ask(await token()), { status: 200, code: undefined, challenge: '' });
    const less = await ask(await token({ realm: { roles: ['search'] } }));
    assert.equal(less.code, 'UNAUTHORIZED_FIELD_OR_TYPE');
    assert.equal((await ask(await token({}))).code, 'UNAUTHORIZED_FIELD_OR_TYPE');
    const nobody = await ask(undefined);
    assert.deepEqual(
      [nobody.status, nobody.code, nobody.challenge],
      [401, 'UNAUTHENTICATED', 'Bearer realm="kitegraph"'],
    );
  });

  test('what is wrong with a token is said, with a challenge', async () => {
    const stranger = await pair('first');
    const wrong: [string, string, RegExp][] = [
      [await token(all, { expires: Math.floor(Date.now() / 1000) - 10 }), 'TOKEN_EXPIRED', /expired/],
      [await token({ ...all, iss: 'https://other.example' }), 'INVALID_TOKEN', /"?'?iss/],
      [await token({ ...all, aud: 'other' }), 'INVALID_TOKEN', /aud/],
      [await token(all, { by: stranger }), 'INVALID_TOKEN', /signed by a key/],
      [await token({ ...all, tenant: 'no tenant!' }), 'INVALID_TOKEN', /tenant/],
      [`${(await token()).slice(0, -4)}AAAA`, 'INVALID_TOKEN', /signed by a key/],
      [unsigned(all), 'INVALID_TOKEN', /./],
      [await withSecret(all), 'INVALID_TOKEN', /signed in a way/],
    ];
    for (const [bearer, code, why] of wrong) {
      const answer = await ask(bearer);
      assert.deepEqual([answer.status, answer.code], [401, code], why.source);
      assert.match(answer.challenge, /^Bearer realm="kitegraph", error="invalid_token", error_description="/);
      assert.match(answer.challenge, why);
    }
    assert.equal((await ask('no-token-at-all')).code, 'UNAUTHENTICATED');
  });

  test('while the issuer is away, its known keys go on; a new key of it is taken when it is back', async () => {
    away = true;
    assert.equal((await ask(await token(all, { expires: '6m' }))).status, 200);
    away = false;
    keys = [...keys, await pair('second')];
    // The set is read anew for a key that is not known, though not more often than every ten seconds.
    await until(
      'its new key to be taken',
      async () => (await ask(await token(all, { by: keys[1] as Pair }))).status,
      (status) => status === 200,
    );
  });

  test('events of a subscription have what is for who subscribed, each by itself, and some may not subscribe', async () => {
    const owners = async (roles: string[]) => {
      const client = graphqlClient(supergraph.gateway.url, {
        authorization: `Bearer ${await token({ realm: { roles } })}`,
      });
      const events = client.events(
        'subscription { indexJobProgress(id: "7") { sequence job { collection { name owner } } } }',
      );
      const { value } = await events.next();
      await events.return(undefined);
      return [
        value.data?.indexJobProgress.job.collection.owner,
        value.errors?.[0].extensions.code,
        value.errors?.[0].path?.join('.'),
      ];
    };
    const [, all, less, none] = await Promise.all([
      owners(['index', 'hr']),
      owners(['index', 'hr']),
      owners(['index']),
      owners(['search']),
    ]);
    assert.deepEqual(all, ['Al', undefined, undefined]);
    assert.deepEqual(less, [null, 'UNAUTHORIZED_FIELD_OR_TYPE', 'indexJobProgress.job.collection.owner']);
    assert.deepEqual(none, [undefined, 'UNAUTHORIZED_FIELD_OR_TYPE', 'indexJobProgress']);
  });

  test('a subscription ends when its token expires, and says so', async () => {
    const bearer = await token(all, { expires: Math.floor(Date.now() / 1000) + 3 });
    const events = graphqlClient(supergraph.gateway.url, { authorization: `Bearer ${bearer}` }).events(
      'subscription { indexJobProgress(id: "1") { sequence } }',
    );
    assert.equal((await events.next()).value.data.indexJobProgress.sequence, 1);
    await assert.rejects(events.next(), (error) => /TOKEN_EXPIRED/.test(JSON.stringify(error)));
    await until('its stream to be closed', () => supergraph.counts.openStreams === 0);
  });
});

test('while no key of the issuer is known, a client is told to come again, and not that it may not', async () => {
  const jwt = `{ jwks: "http://127.0.0.1:9/jwks", issuer: "${issuer}", audience: ${audience} }`;
  await using graph = await startFederatedGraph(
    { books: { typeDefs: 'type Query { book: String }', resolvers: {} } },
    { file: parseGatewayFile(`access: { jwt: ${jwt} }`, 'gateway.yaml', {}) },
  );
  const { privateKey } = await generateKeyPair('ES256');
  const bearer = await new SignJWT({ sub: 'somebody' })
    .setProtectedHeader({ alg: 'ES256', kid: 'first' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime('5m')
    .sign(privateKey);
  const client = graphqlClient(graph.url, { authorization: `Bearer ${bearer}` });
  await assert.rejects(client.events('{ book }').next(), { code: 1013 });
});

function unsigned(claims: JWTPayload): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 60;
  return `${encoded({ alg: 'none' })}.${encoded({ ...claims, iss: issuer, aud: audience, sub: 'x', exp })}.`;
}

function withSecret(claims: JWTPayload): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'first' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('x')
    .setExpirationTime('5m')
    .sign(Buffer.from('a-secret-that-both-sides-would-know'));
}
