import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphqlClient } from '../support/client.ts';
import { bootStack } from '../support/stack.ts';

const apiKey = 'the-key-of-the-operators';
const SEARCH = 'query ($input: SearchInput!) { search(input: $input) { totalCount } }';
type Client = ReturnType<typeof graphqlClient>;

test('an API key of some collections searches and changes these, and does not see that there are others', async () => {
  await using stack = await bootStack('one', { KITEGRAPH_API_KEY: apiKey });
  const as = (key: string) => graphqlClient(stack.url, { authorization: `Bearer ${key}` });
  const codeOf = async (answer: ReturnType<Client['ask']>) => (await answer).errors?.[0]?.extensions.code;
  const operator = as(apiKey);
  await operator.data(`mutation {
    papers: createCollection(input: { name: "papers" }) { collection { id } }
    vault: createCollection(input: { name: "vault" }) { collection { id } } }`);
  const { createApiKey } = await operator.data(
    `mutation { createApiKey(input: { name: "papers only", scopes: ["search", "index"], collections: ["papers"] }) { key } }`,
  );
  const limited = as(createApiKey.key);
  const ADD = 'mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { job { id } } }';
  const documents = [{ documentId: 'by-key', content: 'Another contract.' }];
  const { addDocuments } = await limited.data(ADD, {
    input: { collection: 'papers', documents, waitFor: 'INDEXED' },
  });
  const found = await limited.data(SEARCH, { input: { collections: ['papers'], text: 'contract' } });
  assert.equal(found.search.totalCount, 1);
  const { job: other } = (await operator.data(ADD, { input: { collection: 'vault', documents } }))
    .addDocuments;
  const { collections, indexJobs, indexJob } = await limited.data(
    `query ($id: ID!) {
    collections { edges { node { name } } }
    indexJobs(first: 100) { edges { node { collection { name } } } }
    indexJob(id: $id) { id } }`,
    { id: other.id },
  );
  assert.deepEqual(collections.edges, [{ node: { name: 'papers' } }]);
  assert.deepEqual(
    new Set(
      indexJobs.edges.map(({ node }: { node: { collection: { name: string } } }) => node.collection.name),
    ),
    new Set(['papers']),
  );
  assert.equal(indexJob, null);
  assert.equal(
    (await limited.data(`{ indexJob(id: "${addDocuments.job.id}") { status } }`)).indexJob.status,
    'COMPLETED',
  );
  const refused: [string, string, object?][] = [
    ['COLLECTION_NOT_FOUND', SEARCH, { input: { collections: ['vault'], text: 'contract' } }],
    ['COLLECTION_NOT_FOUND', '{ documents(collection: "vault") { totalCount } }'],
    ['COLLECTION_NOT_FOUND', '{ document(collection: "vault", documentId: "by-key") { id } }'],
    ['COLLECTION_NOT_FOUND', '{ suggest(collections: ["vault"], prefix: "c") { completions { text } } }'],
    ['COLLECTION_NOT_FOUND', ADD, { input: { collection: 'vault', documents } }],
    ['JOB_NOT_FOUND', `mutation { pauseIndexJob(input: { id: "${other.id}" }) { job { id } } }`],
    ['COLLECTIONS_NOT_ALLOWED', '{ indexing { pending } }'],
    [
      'UNAUTHORIZED_FIELD_OR_TYPE',
      'mutation { createCollection(input: { name: "mine" }) { collection { id } } }',
    ],
  ];
  for (const [code, query, variables] of refused)
    assert.equal(await codeOf(limited.ask(query, variables)), code, query);
  for (const operation of [`indexJobProgress(id: "${other.id}")`, 'indexActivity(collection: "vault")']) {
    const events = limited.events(`subscription { ${operation} { sequence } }`);
    const { value } = await events.next();
    assert.match(String(value.errors[0].extensions.code), /_NOT_FOUND$/, operation);
  }
});
