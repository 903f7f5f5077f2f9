import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../embedded/port.ts';
import { startPostgres } from '../../embedded/postgres.ts';
import { FRESH_MS } from '../../gateway/access/api-keys.ts';
import { startGateway } from '../../gateway/server.ts';
import { makeApiKey, readApiKey } from '../../lib/api-key-format.ts';
import { type Database, database } from '../../lib/database/database.ts';
import { setLogLevel } from '../../lib/log.ts';
import type { Service } from '../../lib/service.ts';
import { startOps } from '../../subgraphs/ops/server.ts';
import { graphqlClient } from '../support/client.ts';
import { until } from '../support/until.ts';

setLogLevel('silent');

const operatorKey = 'an-operators-key-of-these-tests';
const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  key apiKey { id name prefix scopes readScopes collections tenant expiresAt revokedAt lastUsedAt } } }`;
interface Edge {
  node: { id: string; prefix: string; lastUsedAt: string | null };
}
interface List {
  edges: Edge[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
const RULES = '{ alertRules { id } }';

describe('API keys and the audit log, over PostgreSQL', () => {
  const cleanup = new AsyncDisposableStack();
  let db: Database;
  let ops: Service;
  let gateway: Service;
  let startTheOps: () => Promise<Service>;
  let operator: ReturnType<typeof graphqlClient>;
  const as = (key: string) => graphqlClient(gateway.url, { authorization: `Bearer ${key}` });

  before(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kitegraph-keys-'));
    cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
    const postgres = cleanup.use(await startPostgres({ dataDir }));
    db = cleanup.use(database({ url: postgres.url }));
    const nowhere = 'http://127.0.0.1:9';
    const port = await freePort();
    startTheOps = () =>
      startOps({
        host: '127.0.0.1',
        port,
        databaseUrl: postgres.url,
        milvusAddress: '127.0.0.1:9',
        embedding: { url: nowhere } as never,
        services: { query: nowhere, index: nowhere },
        scrapeMs: 60_000,
      });
    ops = await startTheOps();
    cleanup.defer(() => ops[Symbol.asyncDispose]());
    gateway = cleanup.use(
      await startGateway({
        host: '127.0.0.1',
        port: 0,
        apiKey: operatorKey,
        graphiqlDir: '/nonexistent',
        graph: { services: { query: nowhere, index: nowhere, ops: ops.url }, subgraphs: [] },
      }),
    );
    operator = as(operatorKey);
  });
  after(() => cleanup.disposeAsync());

  async function create(input: object) {
    const { createApiKey } = await operator.data(CREATE, {
      input: { name: 'a test', scopes: ['ops'], ...input },
    });
    return createApiKey as { key: string; apiKey: Record<string, unknown> & { id: string } };
  }
  async function refusal(key: string) {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({ query: RULES }),
    });
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return [response.status, errors?.[0]?.extensions.code, response.headers.get('www-authenticate')];
  }
  const codeOf = async (client: ReturnType<typeof graphqlClient>, query: string, variables = {}) =>
    (await client.ask(query, variables)).errors?.[0]?.extensions.code;

  test('a key is shown once, opens what its scopes say, and only its digest is kept', async () => {
    const { key, apiKey } = await create({ name: ' watcher ' });
    assert.match(key, /^kg_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/);
    assert.deepEqual([apiKey.name, apiKey.scopes, apiKey.lastUsedAt], ['watcher', ['ops'], null]);
    assert.equal(key.startsWith(`${apiKey.prefix}_`), true);
    assert.equal((await as(key).data(RULES)).alertRules.length, 2);
    for (const query of ['{ apiKeys { totalCount } }', '{ documents(collection: "a") { totalCount } }'])
      assert.equal(await codeOf(as(key), query), 'UNAUTHORIZED_FIELD_OR_TYPE');
    const kept = JSON.stringify(await db.query('select * from api_keys'));
    assert.ok(!kept.includes(key) && kept.includes(readApiKey(key)?.hash as string));
    const { apiKeys } = await operator.data('{ apiKeys { edges { node { prefix lastUsedAt } } } }');
    assert.ok(apiKeys.edges.find((edge: Edge) => edge.node.prefix === apiKey.prefix).node.lastUsedAt);
    // What is for the gateway alone is not in the schema of clients.
    assert.equal(
      await codeOf(operator, '{ apiKeyStandings(hashes: []) { id } }'),
      'GRAPHQL_VALIDATION_FAILED',
    );
  });

  test('a mistyped, an unknown and an expired key are told apart', async () => {
    const { key } = await create({});
    const mistyped = key.slice(0, -1) + (key.endsWith('a') ? 'b' : 'a');
    const [status, code, header] = await refusal(mistyped);
    assert.deepEqual([status, code], [401, 'INVALID_API_KEY']);
    assert.match(
      String(header),
      /^Bearer realm="kitegraph", error="invalid_token", error_description="This API key is mistyped/,
    );
    assert.deepEqual((await refusal(makeApiKey().key)).slice(0, 2), [401, 'INVALID_API_KEY']);
    const short = await create({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
    await db.query("update api_keys set expires_at = now() - interval '1 second' where id = $1", [
      short.apiKey.id,
    ]);
    assert.deepEqual((await refusal(short.key)).slice(0, 2), [401, 'API_KEY_EXPIRED']);
  });

  test('wrong input is refused with its place and makes no key', async () => {
    const before = await db.query('select count(*) from api_keys');
    const wrong: [object, string][] = [
      [{ name: ' ' }, 'input.name'],
      [{ scopes: [] }, 'input.scopes'],
      [{ scopes: ['a b'] }, 'input.scopes[0]'],
      [{ scopes: ['index'], readScopes: ['hr'] }, 'input.readScopes'],
      [{ scopes: ['admin'], collections: ['docs'] }, 'input.collections'],
      [{ scopes: ['search'], collections: ['no name!'] }, 'input.collections[0]'],
      [{ scopes: ['ops'], tenant: 'acme' }, 'input.tenant'],
      [{ scopes: ['search'], tenant: 'no name!' }, 'input.tenant'],
      [{ expiresAt: '2020-01-01T00:00:00Z' }, 'input.expiresAt'],
    ];
    for (const [input, place] of wrong) {
      const { errors } = await operator.ask(CREATE, { input: { name: 'x', scopes: ['ops'], ...input } });
      assert.deepEqual(
        [errors?.[0]?.extensions.code, errors?.[0]?.extensions.argument],
        ['BAD_USER_INPUT', place],
      );
    }
    assert.deepEqual(await db.query('select count(*) from api_keys'), before);
  });

  test('a rotated key goes on for as long as was said, a revoked one not at all, and its subscription ends', async () => {
    const { key, apiKey } = await create({});
    const events = as(key).events('subscription { alerts { sequence } }');
    const ended = events.next().then(
      () => undefined,
      (error: unknown) => error,
    );
    const rotate = (graceSeconds: number) =>
      operator.data(
        'mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) { key apiKey { id previousUntil } } }',
        { input: { id: apiKey.id, graceSeconds } },
      );
    const { rotateApiKey } = await rotate(3_600);
    assert.equal(rotateApiKey.apiKey.id, apiKey.id);
    assert.ok(rotateApiKey.apiKey.previousUntil);
    for (const either of [key, rotateApiKey.key])
      assert.equal((await as(either).data(RULES)).alertRules.length, 2);
    const again = await rotate(0);
    assert.equal((await as(again.rotateApiKey.key).data(RULES)).alertRules.length, 2);
    await until('the oldest form is refused', async () => (await refusal(key))[1] === 'INVALID_API_KEY');
    await operator.data('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { revokedAt } } }', {
      id: apiKey.id,
    });
    await until(
      'the revoked key is refused',
      async () => (await refusal(again.rotateApiKey.key))[1] === 'API_KEY_REVOKED',
    );
    const error = await ended;
    assert.match(JSON.stringify(error), /API_KEY_REVOKED|INVALID_API_KEY/);
    assert.equal(
      await codeOf(operator, `mutation { rotateApiKey(input: { id: "${apiKey.id}" }) { key } }`),
      'API_KEY_REVOKED',
    );
    assert.equal(
      await codeOf(operator, 'mutation { revokeApiKey(input: { id: "none" }) { apiKey { id } } }'),
      'API_KEY_NOT_FOUND',
    );
  });

  test('keys are listed in pages, the revoked ones on request', async () => {
    const { apiKeys: all } = await operator.data(
      '{ apiKeys(revoked: true, first: 100) { totalCount edges { node { id } } } }',
    );
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { apiKeys }: { apiKeys: List } = await operator.data(
        'query ($after: String) { apiKeys(revoked: true, first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      seen.push(...apiKeys.edges.map((edge: Edge) => edge.node.id));
      after = apiKeys.pageInfo.hasNextPage ? apiKeys.pageInfo.endCursor : null;
    } while (after !== null);
    assert.deepEqual(
      seen,
      all.edges.map((edge: Edge) => edge.node.id),
    );
    assert.ok((await operator.data('{ apiKeys { totalCount } }')).apiKeys.totalCount < all.totalCount);
  });

  test('the audit log has who did what, when and how it went, without secrets, and what was refused', async () => {
    const { key, apiKey } = await create({ name: 'no rights' });
    const variables = { input: { name: 'tried', scopes: ['admin'] } };
    assert.equal(await codeOf(as(key), CREATE, variables), 'UNAUTHORIZED_FIELD_OR_TYPE');
    const log = async (filter: object) =>
      (
        await operator.data(
          `query ($filter: AuditFilter) { auditLog(filter: $filter, first: 100) { totalCount
            edges { node { at field outcome code actor address requestId arguments } } } }`,
          { filter },
        )
      ).auditLog;
    await until('the attempt is in the log', async () => (await log({ outcome: 'REFUSED' })).totalCount > 0);
    const [{ node }] = (await log({ outcome: 'REFUSED' })).edges;
    assert.deepEqual(
      [node.field, node.code, node.actor, node.arguments],
      ['createApiKey', 'UNAUTHORIZED_FIELD_OR_TYPE', `key:${apiKey.id}:${apiKey.prefix}`, variables],
    );
    assert.ok(node.address && node.requestId && Math.abs(Date.now() - Date.parse(node.at)) < 60_000);
    const made = await log({ actor: 'operator', field: 'createApiKey', outcome: 'SUCCEEDED' });
    assert.ok(made.totalCount > 2);
    const failed = await log({ outcome: 'FAILED', field: 'rotateApiKey' });
    assert.equal(failed.edges[0].node.code, 'API_KEY_REVOKED');
    assert.equal((await log({ until: '2020-01-01T00:00:00Z' })).totalCount, 0);
    assert.ok(!JSON.stringify(await db.query('select * from audit_log')).includes(key));
  });

  test('while the ops service is away, keys that were seen go on, others wait, and nothing of the audit log is lost', async () => {
    const seen = await create({ scopes: ['search'] });
    const unseen = await create({ scopes: ['search'] });
    assert.deepEqual(await as(seen.key).data('{ __typename }'), { __typename: 'Query' });
    await ops[Symbol.asyncDispose]();
    // Past the time for which an answer counts as fresh.
    await delay(FRESH_MS + 100);
    assert.deepEqual(await as(seen.key).data('{ __typename }'), { __typename: 'Query' });
    assert.deepEqual((await refusal(unseen.key)).slice(0, 2), [503, 'AUTHENTICATION_UNAVAILABLE']);
    assert.ok(await codeOf(operator, 'mutation { deleteAlertRule(input: { id: "while-away" }) { id } }'));
    ops = await startTheOps();
    assert.deepEqual(await as(unseen.key).data('{ __typename }'), { __typename: 'Query' });
    await until('what was tried meanwhile is in the log', async () => {
      const rows = await db.query("select 1 from audit_log where arguments::text like '%while-away%'");
      return rows.length === 1;
    });
  });
});
