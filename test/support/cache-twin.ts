import { type Random, seeded } from '../../chaos/random.ts';
import { startTestRedis } from './redis.ts';
import { bootSearch, type SearchClient, type SearchStack } from './search.ts';
import { type Compared, differs, SEARCH } from './twin-answers.ts';

/** What a run did, and which answers were wrong. */
export interface TwinReport {
  steps: number;
  /** Answers that were compared with those of the service without a cache. */
  compared: number;
  /** Of these, those that came out of the cache, by its level. */
  L1: number;
  L2: number;
  writes: number;
  rebuilds: number;
  wrong: string[];
}

const WORDS = ['heron', 'badger', 'lynx', 'falcon', 'salmon', 'river', 'forest', '河流', '森林', '蒼鷺'];
const COLLECTIONS = ['meadows', 'shores'];
const DOCUMENTS = 12;
/** Every document is on the first page: there is no border that near ties could cross. */
const ALL = 50;

/**
 * Random writes, deletions, re-creations, rebuilds and searches over two query services that share a Redis. Every answer of theirs is
 * compared with that of a third without a cache. Searches also run while changes are being made, so that what is seen half
 * way is cached; compared is what is asked after these changes were acknowledged, at their positions.
 */
export async function compareWithUncachedTwin(o: {
  seed: number;
  steps: number;
  say?: (line: string) => void;
}): Promise<TwinReport> {
  await using redis = await startTestRedis();
  await using stack = await bootSearch({ rebuildGraceSeconds: 0 });
  const semantic = { enabled: true, semantic: true, entries: 1_000, seconds: 300 };
  const cached = [
    await stack.another({ redisUrl: redis.url }),
    await stack.another({ redisUrl: redis.url, cache: semantic }),
  ];
  const twin = await stack.another({ cache: { enabled: false, entries: 1, seconds: 1 } });
  for (const name of COLLECTIONS) await stack.create(name);
  const random = seeded(o.seed);
  const report = { steps: o.steps, compared: 0, L1: 0, L2: 0, writes: 0, rebuilds: 0, wrong: [] as string[] };
  /** The newest position of each collection. */
  const positions = new Map<string, string>();

  for (let step = 0; step < o.steps; step++) {
    if (step % 500 === 0) o.say?.(`step ${step}: ${report.compared} compared, ${report.wrong.length} wrong`);
    if (random.next() < 0.4) {
      const collection = random.oneOf(COLLECTIONS);
      const meanwhile = [question(random), question(random)];
      const [position] = await Promise.all([
        change(stack, collection, random, report),
        ...meanwhile.map((input, n) => during(cached[n % 2] as SearchClient, input)),
      ]);
      if (position === undefined) positions.delete(collection);
      else if (position) positions.set(collection, position);
      // What was asked meanwhile may have been kept: it is the first to be asked again.
      for (const input of meanwhile) await compare(input, step);
    } else await compare(question(random), step);
  }
  return report;

  async function compare(input: object, step: number): Promise<void> {
    const { collections } = input as { collections: string[] };
    const atLeast = [...positions].flatMap(([name, position]) =>
      collections.includes(name) ? [position] : [],
    );
    const at = { ...input, atLeast };
    const answer = async (client: SearchClient): Promise<Compared> =>
      (await client.data(SEARCH, { input: at, first: ALL })).search;
    const expected = await answer(twin);
    for (const [n, client] of cached.entries()) {
      const found = await answer(client);
      report.compared++;
      if (found.explain.cacheLevel !== 'NONE') report[found.explain.cacheLevel]++;
      const difference = differs(found, expected, input);
      if (difference) {
        report.wrong.push(
          `step ${step}, service ${n}, ${found.explain.cacheLevel}, ${JSON.stringify(at)}: ${difference}`,
        );
      }
    }
  }
}

/** A search while something changes may be answered by what was before or after it, or refused; it must only end. */
async function during(client: SearchClient, input: object): Promise<void> {
  await client.ask(SEARCH, { input, first: ALL });
}

/** Few different questions, so that they are asked again and again. */
function question(random: Random) {
  const filter = random.oneOf([
    undefined,
    undefined,
    { field: 'year', lt: 2005 },
    { field: 'lang', eq: 'zh' },
  ]);
  return {
    collections: random.oneOf([['meadows'], ['shores'], COLLECTIONS]),
    text:
      random.next() < 0.8
        ? random.oneOf(WORDS)
        : `${random.oneOf(['+', '-'])}${random.oneOf(WORDS)} ${random.oneOf(WORDS)}`,
    mode: random.oneOf(['KEYWORD', 'SEMANTIC', 'HYBRID']),
    ...(filter && { filter }),
    ...arrangement(random),
  };
}

/** What is done with the candidates: most often nothing, and seldom what takes long. */
function arrangement(random: Random): object {
  const dice = random.next();
  if (dice < 0.1) return { sort: [{ field: 'year', order: random.oneOf(['ASC', 'DESC']) }] };
  if (dice < 0.2) return { groupBy: { field: 'lang', hits: random.oneOf([1, 10]) } };
  if (dice < 0.3)
    return { boosts: [{ filter: { field: 'lang', eq: 'zh' }, factor: random.oneOf([0.5, 2]) }] };
  if (dice < 0.35) return { sort: [{ field: 'lang' }], groupBy: { field: 'year', hits: 3 }, collapse: true };
  return dice < 0.4 ? { rerank: true, rerankCandidates: 10 } : {};
}

/** @returns the position of the change; '' where it has none; undefined where the collection was made anew */
async function change(
  stack: SearchStack,
  collection: string,
  random: Random,
  report: { writes: number; rebuilds: number },
): Promise<string | undefined> {
  const dice = random.next();
  report.writes++;
  const some = () => Array.from({ length: 1 + random.below(3) }, () => `d${random.below(DOCUMENTS)}`);
  if (dice < 0.6) {
    const documents = [...new Set(some())].map((documentId) => story(documentId, random));
    return stack.add(collection, documents);
  }
  if (dice < 0.9) return stack.remove(collection, [...new Set(some())]);
  if (dice < 0.96) {
    report.rebuilds++;
    const { rebuildCollection } = await stack.index.data(
      `mutation ($input: RebuildCollectionInput!) { rebuildCollection(input: $input) { job { id } } }`,
      { input: { collection } },
    );
    const progress = 'subscription ($id: ID!) { indexJobProgress(id: $id) { job { status } } }';
    let status = '';
    for await (const { data } of stack.index.events(progress, { id: rebuildCollection.job.id })) {
      status = data.indexJobProgress.job.status;
    }
    if (status !== 'COMPLETED') throw new Error(`The rebuild of ${collection} ended as ${status}`);
    return '';
  }
  await stack.index.data('mutation ($name: ID!) { deleteCollection(input: { collection: $name }) { id } }', {
    name: collection,
  });
  await stack.create(collection);
  return undefined;
}

function story(documentId: string, random: Random) {
  const words = Array.from({ length: 3 + random.below(6) }, () => random.oneOf(WORDS));
  return {
    documentId,
    title: `${random.oneOf(WORDS)} ${random.below(100)}`,
    content: words.join(' '),
    metadata: { year: 2000 + random.below(10), lang: random.oneOf(['en', 'zh']) },
  };
}
