import type { graphqlClient } from '../test/support/client.ts';

/**
 * Makes the collection bench of these documents, and returns when they can be found.
 * @param settings further ones of the collection, as GraphQL
 */
export async function indexed(
  client: ReturnType<typeof graphqlClient>,
  documents: readonly object[],
  settings = '',
): Promise<void> {
  await client.data(
    `mutation { createCollection(input: { name: "bench" ${settings} }) { collection { id } } }`,
  );
  const add = `mutation ($documents: [DocumentInput!]!) {
    addDocuments(input: { collection: "bench", documents: $documents }) { job { id } } }`;
  let id = '';
  for (let from = 0; from < documents.length; from += 500)
    id = (await client.data(add, { documents: documents.slice(from, from + 500) })).addDocuments.job.id;
  await ended(client, id);
}

/** Returns when a job has ended. */
export async function ended(client: ReturnType<typeof graphqlClient>, id: string): Promise<void> {
  const progress = 'subscription ($id: ID!) { indexJobProgress(id: $id) { job { status } } }';
  for await (const _event of client.events(progress, { id }));
}
