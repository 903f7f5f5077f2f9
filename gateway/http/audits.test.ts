import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type AuditResult, serverAudits } from 'graphql-http';
import { startFederatedGraph } from '../../test/support/federated-graph.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';

describe('GraphQL over HTTP, by the audits of graphql-http', () => {
  let supergraph: SmallSupergraph;
  let url: string;
  before(async () => {
    supergraph = await startSmallSupergraph();
    url = `${supergraph.gateway.url}/graphql`;
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  async function audit(fetchFn: typeof fetch, of = url): Promise<AuditResult[]> {
    const results: AuditResult[] = [];
    for (const { fn } of serverAudits({ url: of, fetchFn })) results.push(await fn());
    return results;
  }
  const failed = (results: AuditResult[]) => results.filter(({ status }) => status !== 'ok');
  const named = (results: AuditResult[]) => results.map(({ status, name }) => `${status}: ${name}`);

  test('all 61 are met by a client that sends what a page of others cannot', async () => {
    const results = await audit((input, init) =>
      fetch(input, { ...init, headers: { 'apollo-require-preflight': 'true', ...init?.headers } }),
    );
    assert.equal(results.length, 61);
    assert.deepEqual(named(failed(results)), []);
  });

  test('all 61 are met for any other supergraph', async () => {
    const typeDefs = 'type Query { hello: String }';
    await using graph = await startFederatedGraph({ hello: { typeDefs, resolvers: {} } });
    const results = await audit(
      (input, init) => fetch(input, { ...init, headers: { 'x-api-key': 'any', ...init?.headers } }),
      `${graph.url}/graphql`,
    );
    assert.deepEqual(named(failed(results)), []);
  });

  test('without that, only what protects from forged requests is missing: GET of a plain link', async () => {
    const results = failed(await audit(fetch));
    assert.deepEqual([...new Set(results.map(({ status }) => status))], ['notice']);
    for (const result of results) {
      assert.match(result.name, /GET/);
      assert.match(await (result as { response: Response }).response.text(), /\(CSRF\)/);
    }
  });
});
