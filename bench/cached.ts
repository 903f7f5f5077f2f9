import { seeded } from '../chaos/random.ts';
import { graphqlClient } from '../test/support/client.ts';
import { startTestRedis } from '../test/support/redis.ts';
import { bootStack } from '../test/support/stack.ts';
import { type BenchDocument, paragraphs, questions } from './corpus.ts';
import { indexed } from './indexed.ts';
import { load } from './load.ts';

export interface CachedOptions {
  documents: number;
  /** Searches a line are ten times as many: a load that repeats itself must be long enough to do so. */
  requests: number;
}

/** Different questions of the load. */
const DIFFERENT = 1_000;
const SEARCH = `query ($text: String!) { search(input: { collections: ["bench"], text: $text }, first: 10) {
  totalCount edges { score node { documentId title content metadata revision } } } }`;

/**
 * A load that repeats itself, as people's does: HYBRID searches through the gateway for 1,000 questions, the n-th most
 * frequent of which is asked 1/n as often as the first (Zipf, s = 1). The cache is empty at first; then the same again.
 */
export async function measureCached({ documents: count, requests }: CachedOptions): Promise<void> {
  const documents = paragraphs(count);
  const texts = questions(documents, DIFFERENT);
  console.log(
    `${DIFFERENT} questions, HYBRID, Zipf s = 1.0`.padEnd(50),
    'hits'.padStart(7),
    'L1'.padStart(7),
    'L2'.padStart(7),
    ['a second', 'p50 ms', 'p95', 'p99'].map((title) => title.padStart(8)).join(' '),
  );
  for (const atOnce of [1, 8]) await measured('memory', {}, documents, texts, requests * 10, atOnce);
  await using redis = await startTestRedis();
  const env = { REDIS_URL: redis.url, KITEGRAPH_CACHE_ENTRIES: '100' };
  await measured('memory for 100, and Redis', env, documents, texts, requests * 10, 8);
}

async function measured(
  name: string,
  env: Record<string, string>,
  documents: readonly BenchDocument[],
  texts: readonly string[],
  total: number,
  atOnce: number,
): Promise<void> {
  await using stack = await bootStack('one', env);
  const client = graphqlClient(stack.url);
  await indexed(client, documents);
  const asked = zipf(texts.length, 2 * total);
  for (const [part, from] of [['empty at first', 0] as const, ['then', total] as const]) {
    const before = await statistics(client);
    const run = await load(total, atOnce, (n) =>
      client.data(SEARCH, { text: texts[asked[from + n] as number] }),
    );
    const after = await statistics(client);
    const share = (figure: keyof Statistics) =>
      (after[figure] - before[figure]) / (after.totalQueries - before.totalQueries);
    console.log(
      `${name}, ${atOnce} at once, ${part}`.padEnd(50),
      [share('cacheHits'), share('cacheHitsL1'), share('cacheHitsL2')]
        .map((hits) => `${(100 * hits).toFixed(1)} %`.padStart(7))
        .join(' '),
      [run.perSecond, run.p50, run.p95, run.p99].map((figure) => figure.toFixed(1).padStart(8)).join(' '),
    );
  }
}

type Statistics = Record<'totalQueries' | 'cacheHits' | 'cacheHitsL1' | 'cacheHitsL2', number>;

const statistics = async (client: ReturnType<typeof graphqlClient>): Promise<Statistics> =>
  (await client.data('{ searchStatistics { totalQueries cacheHits cacheHitsL1 cacheHitsL2 } }'))
    .searchStatistics;

/** Places of a list of `different`, `total` of them, the n-th of which is drawn with a weight of 1/n. */
function zipf(different: number, total: number): number[] {
  const random = seeded(1);
  const reached: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= different; rank++) {
    sum += 1 / rank;
    reached.push(sum);
  }
  return Array.from({ length: total }, () => {
    const at = random.next() * sum;
    return reached.findIndex((weight) => at < weight);
  });
}
