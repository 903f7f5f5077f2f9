import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { apiKey, bootPapers, type Client, codeOf, keys } from '../support/papers.ts';

let papers: Awaited<ReturnType<typeof bootPapers>>;
before(async () => {
  papers = await bootPapers();
});
after(() => papers?.stack[Symbol.asyncDispose]());

test('a request that is limited to scopes reads, and does nothing else', async () => {
  const input = { collection: 'papers', documents: [{ documentId: 'open', content: 'x' }] };
  for (const [operation, variables] of [
    ['mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position } }', { input }],
    ['query ($input: AddDocumentsInput!) { checkDocuments(input: $input) { code } }', { input }],
    [
      'mutation { deleteDocuments(input: { collection: "papers", documentIds: ["legal"] }) { position } }',
      {},
    ],
    ['mutation { deleteCollection(input: { collection: "papers" }) { id } }', {}],
    ['{ indexJobs { totalCount } }', {}],
    ['{ searchStatistics { totalQueries } }', {}],
    ['{ metrics { name } }', {}],
  ] as const) {
    assert.equal(
      await codeOf(papers.legal.ask(operation, variables)),
      'UNAUTHORIZED_FIELD_OR_TYPE',
      operation,
    );
  }
  const metrics = await fetch(`${papers.stack.url}/metrics`, {
    headers: { authorization: `Bearer ${keys.legal}` },
  });
  assert.equal(metrics.status, 403);
});

test('a key has the scopes and the tenant that it has; an operator asks with the scopes that it names', async () => {
  const count = async (client: Client) =>
    (await client.data('{ documents(collection: "papers") { totalCount } }')).documents.totalCount;
  assert.equal(await count(papers.as(keys.legal, { 'x-kitegraph-scopes': 'staff' })), 2);
  assert.equal(await count(papers.as(apiKey, { 'x-kitegraph-scopes': 'board' })), 2);
  assert.equal(await count(papers.as(apiKey, { 'x-kitegraph-scopes': '' })), 1);
  const code = (key: string, headers: Record<string, string>) =>
    codeOf(papers.as(key, headers).ask('{ __typename }'));
  assert.equal(await code(keys.staff, { 'x-kitegraph-scopes': 'staff legal' }), 'SCOPES_NOT_ALLOWED');
  assert.equal(await code(keys.staff, { 'x-kitegraph-tenant': 'north' }), 'TENANT_NOT_ALLOWED');
  assert.equal(await code(keys.north, { 'x-kitegraph-tenant': 'south' }), 'TENANT_NOT_ALLOWED');
  assert.equal(await code(apiKey, { 'x-kitegraph-scopes': 'no"scope' }), 'BAD_USER_INPUT');
  assert.equal(await count(papers.as(keys.north)), 2);
});

test('scopes are checked where they are given, and their place among the metadata is nobody else’s', async () => {
  const attempt = (document: object) =>
    papers.operator.ask(
      `mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position } }`,
      {
        input: { collection: 'papers', documents: [{ documentId: 'x', content: 'x', ...document }] },
      },
    );
  for (const document of [
    { readScopes: ['no scope'] },
    { readScopes: Array.from({ length: 17 }, (_, n) => `s${n}`) },
    { metadata: { kitegraph_readScopes: ['staff'] } },
  ]) {
    assert.equal(await codeOf(attempt(document)), 'BAD_USER_INPUT', JSON.stringify(document));
  }
  assert.equal(
    await codeOf(
      papers.operator.ask(
        'mutation { createCollection(input: { name: "odd", fields: [{ name: "kitegraph_readScopes", type: STRING }] }) { collection { id } } }',
      ),
    ),
    'BAD_USER_INPUT',
  );
});
