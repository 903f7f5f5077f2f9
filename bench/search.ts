import { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { embeddingClient } from '../lib/embedding-client.ts';
import { graphqlClient } from '../test/support/client.ts';
import { bootStack } from '../test/support/stack.ts';
import { paragraphs, questions } from './corpus.ts';
import { indexed } from './indexed.ts';
import { type Load, load } from './load.ts';

export interface SearchOptions {
  documents: number;
  /** Searches a line. */
  requests: number;
}

/** Searches through the gateway beside the same vector searches by the bare SDK. */
export async function measureSearch({ documents: count, requests }: SearchOptions): Promise<void> {
  const documents = paragraphs(count);
  await using stack = await bootStack('one');
  const client = graphqlClient(stack.url);
  await indexed(client, documents);
  const texts = questions(documents, requests);
  const milvus = new MilvusClient({ address: stack.stores.milvusAddress });
  const names = ((await milvus.listCollections()).data ?? []).map((collection) => collection.name);
  const [collection_name = ''] = names.filter((name) => name.startsWith('kg_'));
  const embedding = embeddingClient({ url: stack.services.embedding?.url ?? '' });
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += 100) {
    vectors.push(...(await embedding.embed(texts.slice(from, from + 100), 'query')));
  }
  // The very search that the query service sends: the keys of the best 200 passages.
  const search = (vector: Float32Array) =>
    milvus.search({
      collection_name,
      data: [...vector],
      anns_field: 'vector',
      metric_type: 'COSINE',
      limit: 200,
      output_fields: ['document', 'revision', 'ordinal'],
    });
  const bare = (n: number) => search(vectors[n % vectors.length] as Float32Array);
  const embedded = async (n: number) => {
    const [vector] = await embedding.embed([`${round} ${texts[n % texts.length]}`], 'query');
    return search(vector as Float32Array);
  };
  let round = 0;
  // Another first word each round: the cache must not answer what an earlier line asked.
  const gateway = (mode: string) => (n: number) =>
    client.data(
      `query ($text: String!) { search(input: { collections: ["bench"], text: $text, mode: ${mode} }, first: 10) {
        totalCount edges { score node { documentId title content metadata revision } } } }`,
      { text: `${round} ${texts[n % texts.length]}` },
    );

  console.log(
    'searches'.padEnd(40),
    'a second'.padStart(9),
    'p50 ms'.padStart(8),
    'p95'.padStart(8),
    'p99'.padStart(8),
    'ratio'.padStart(7),
  );
  for (const concurrency of [1, 8, 32]) {
    const run = async (name: string, request: (n: number) => Promise<unknown>, beside?: Load) => {
      round++;
      const result = await load(requests, concurrency, request);
      const ratio = beside ? (result.perSecond / beside.perSecond).toFixed(2) : '';
      const figures = [result.p50, result.p95, result.p99].map((ms) => ms.toFixed(1).padStart(8)).join(' ');
      console.log(
        `${name}, ${concurrency} at once`.padEnd(40),
        result.perSecond.toFixed(1).padStart(9),
        figures,
        ratio.padStart(7),
      );
      return result;
    };
    const sdk = await run('bare SDK, vectors given', bare);
    await run('embedding service, then bare SDK', embedded, sdk);
    await run('gateway SEMANTIC', gateway('SEMANTIC'), sdk);
    await run('gateway KEYWORD', gateway('KEYWORD'), sdk);
    await run('gateway HYBRID', gateway('HYBRID'), sdk);
    const text = `${round} ${texts[0]}`;
    const cached = () =>
      client.data(
        `query ($text: String!) { search(input: { collections: ["bench"], text: $text, mode: HYBRID }, first: 10) {
          totalCount edges { score node { documentId title content metadata revision } } } }`,
        { text },
      );
    await cached();
    await run('gateway, answered by the cache', cached, sdk);
  }
  await milvus.closeConnection();
  await embedding[Symbol.asyncDispose]();
}
