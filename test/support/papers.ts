import { graphqlClient } from './client.ts';
import { bootStack } from './stack.ts';

export const apiKey = 'the-key-of-the-operators';
export const secret = 'the-secret-of-the-gateway-of-these-tests';
export const keys = {
  legal: 'the-key-of-the-lawyers',
  staff: 'the-key-of-the-staff-here',
  north: 'the-key-of-north-staff',
};

export type Client = ReturnType<typeof graphqlClient>;

export const codeOf = async (answer: ReturnType<Client['ask']>) =>
  (await answer).errors?.[0]?.extensions.code;

/**
 * The product with two collections and those who may see them: of `papers` each document says who reads it, `vault` demands a scope as
 * a whole.
 */
export async function bootPapers() {
  const stack = await bootStack('one', {
    KITEGRAPH_API_KEY: apiKey,
    KITEGRAPH_GATEWAY_SECRET: secret,
    KITEGRAPH_SCOPED_KEYS: `legal+staff=${keys.legal}, staff=${keys.staff}, north:staff=${keys.north}`,
  });
  const as = (key: string, headers: Record<string, string> = {}) =>
    graphqlClient(stack.url, { authorization: `Bearer ${key}`, ...headers });
  const [operator, legal, staff] = [as(apiKey), as(keys.legal), as(keys.staff)];
  const add = (collection: string, documents: object[]) =>
    operator.data(`mutation ($input: AddDocumentsInput!) { addDocuments(input: $input) { position } }`, {
      input: { collection, documents, waitFor: 'INDEXED' },
    });
  await operator.data(`mutation { createCollection(input: { name: "papers",
    fields: [{ name: "kind", type: STRING, facet: true }] }) { collection { id } } }`);
  await operator.data(
    `mutation { createCollection(input: { name: "vault", fields: [{ name: "kind", type: STRING, facet: true }], readScopes: ["legal", "board"], partitionBy: { by: NAME } }) { collection { id } } }`,
  );
  await operator.data(
    'mutation { createPartition(input: { collection: "vault", name: "safe" }) { partition { name } } }',
  );
  await add('papers', [
    { documentId: 'open', content: 'A contract that everybody may read.', metadata: { kind: 'open' } },
    {
      documentId: 'staff',
      content: 'A contract for the staff.',
      metadata: { kind: 'staff' },
      readScopes: ['staff'],
    },
    {
      documentId: 'legal',
      content: 'A contract for lawyers.',
      metadata: { kind: 'legal' },
      readScopes: ['legal', 'audit'],
    },
    {
      documentId: 'board',
      content: 'A contract for the board.',
      metadata: { kind: 'board' },
      readScopes: ['board'],
    },
  ]);
  await add('vault', [
    { documentId: 'v', partition: 'safe', content: 'A contract in the vault.' },
    { documentId: 'w', partition: 'safe', content: 'A contract for the board.', readScopes: ['board'] },
  ]);
  return { stack, as, operator, legal, staff, add };
}
