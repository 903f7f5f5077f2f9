/**
 * What a gateway keeps of operations that are all different: `node setup/run.mjs test/growth.ts 200000` asks that many of one
 * in this process, and writes a line about its memory for each twentieth of them. `gateway/growth.test.ts` is the short form, with few
 * operations that are long: it shows what keeps their texts, and not what keeps a little of each.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { request } from 'undici';
import { startFederatedGraph } from './support/federated-graph.ts';

const parts = {
  books: {
    typeDefs:
      'type Query { book(isbn: String): Book } type Book @key(fields: "isbn") { isbn: String! title: String }',
    resolvers: {
      Query: { book: (_: unknown, { isbn }: { isbn: string }) => ({ isbn, title: 'Ulysses' }) },
    },
  },
};
const AT_ONCE = 16;
const SHARES = 20;
const count = Number(process.argv[2] ?? 200_000);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
await using graph = await startFederatedGraph(parts);
let next = 0;

async function askUntil(end: number): Promise<void> {
  while (next < end) {
    const at = next++;
    const query = `query Q${at} { b${at}: book(isbn: "${at}") { t${at}: title } }`;
    const { body } = await request(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const answer = (await body.json()) as { data?: Record<string, unknown> };
    if (!answer.data?.[`b${at}`]) throw new Error(`no answer: ${JSON.stringify(answer)}`);
  }
}

const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(0);
for (let share = 1; share <= SHARES; share++) {
  const end = Math.round((count * share) / SHARES);
  await Promise.all(Array.from({ length: AT_ONCE }, () => askUntil(end)));
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  console.log(`${end} operations: ${megabytes(heapUsed)} MB of heap, ${megabytes(rss)} MB in all`);
}
