import { graphqlClient } from '../test/support/client.ts';
import { bootStack } from '../test/support/stack.ts';
import { cpuSeconds } from './cpu.ts';
import { ended, indexed } from './indexed.ts';
import { load } from './load.ts';
import { base64, vectorsOf } from './vectors.ts';

export interface RecallOptions {
  /** Passages of the collection. */
  documents: number;
  /** Searches that are timed, a line. */
  requests: number;
}

/** Vectors that traffic asks by, and other ones that the recall is measured by. */
const QUESTIONS = 1_000;
/** By the collection's own `ef`, and by what each target brings about. */
const EFFORTS = [null, 0.9, 0.95, 0.97];
const MIDDLE = 0.95;
/** The efforts take turns, so that what else the machine does falls on all of them. */
const ROUNDS = 4;
/** Candidates of a search: for a page or two, and the default. */
const [FEW, MANY] = [20, 200];
const AT_ONCE = 8;
const FEW_AT_ONCE = 2;
/** Searches by which an effort is looked for, at most. */
const LOOKING = 20_000;
/** How many were sampled when the recall is measured on the way. */
const ON_THE_WAY = [50, 200, 1_000];
/** Of 100 documents those that a filter lets pass. */
const FILTERS = [60, 5];
const SEARCH = `query ($vector: Vector!, $candidates: Int!, $filter: FilterInput) {
  search(input: { collections: ["bench"], vector: $vector, mode: SEMANTIC, candidates: $candidates, filter: $filter }, first: 10) {
    explain { views { vectors { ef } } } edges { node { documentId } } } }`;

/** Searches of one kind, with what they should find. */
interface Kind {
  candidates: number;
  filter?: { below: number };
}

/**
 * Searches by vector of a graph index through the gateway: recall@10 of 1,000 questions, few of which it was learnt from, against a
 * comparison of all vectors, and what a search takes, with the default effort and with the effort that each target has brought about.
 */
export async function measureRecall({ documents: count, requests }: RecallOptions): Promise<void> {
  const vectors = vectorsOf(count, 1);
  const traffic = vectorsOf(QUESTIONS, 2);
  const tests = vectorsOf(QUESTIONS, 3);
  const nearest = (below = 100) => tests.map((vector) => nearestOf(vector, vectors, below));
  const all = nearest();
  await using stack = await bootStack('one', { KITEGRAPH_CACHE: 'off' });
  const client = graphqlClient(stack.url);
  await indexed(
    client,
    vectors.map((vector, n) => ({
      documentId: `v${n}`,
      content: 'x',
      metadata: { n: n % 100 },
      vector: base64(vector),
    })),
    ', fields: [{ name: "n", type: INT }], index: { kind: HNSW }',
  );
  // One graph, as there is one when some time has passed: in each of several the searches would find nearly all.
  const { optimizeCollection } = await client.data(
    'mutation { optimizeCollection(input: { collection: "bench" }) { job { id } } }',
  );
  await ended(client, optimizeCollection.job.id);
  const ask = async (vectors: readonly Float32Array[], n: number, { candidates, filter }: Kind) => {
    const vector = base64(vectors[n % vectors.length] as Float32Array);
    const where = filter ? { field: 'n', lt: filter.below } : null;
    return (await client.data(SEARCH, { vector, candidates, filter: where })).search;
  };

  async function recallOf(kind: Kind, truth: readonly ReadonlySet<string>[]): Promise<number> {
    let found = 0;
    await load(QUESTIONS, AT_ONCE, async (n) => {
      const { edges } = await ask(tests, n, kind);
      found += edges.filter(({ node }: { node: { documentId: string } }) =>
        truth[n]?.has(node.documentId),
      ).length;
    });
    return found / (10 * QUESTIONS);
  }
  const effortOf = async (kind: Kind): Promise<number> =>
    (await ask(tests, 0, kind)).explain.views[0].vectors.ef;
  const milvusCpu = () => cpuSeconds(stack.stores.embedded.milvus?.pid ?? 0);

  const demand = (target: number | null) =>
    client.data(
      `mutation { updateCollection(input: { collection: "bench", index: { targetRecall: ${target} } }) { job { id } } }`,
    );

  const samples = samplesOf(stack.services.query?.url);
  const learning = { candidates: FEW };
  await demand(MIDDLE);
  print('', 'recall@10', 'ef');
  let sent = 0;
  for (const tried of ON_THE_WAY) {
    sent += await until(
      async () => (await samples()) >= tried,
      (n) => ask(traffic, n, learning),
    );
    const recall = await recallOf(learning, all);
    print(`target ${MIDDLE}, ${tried} sampled of ${sent}`, recall.toFixed(3), await effortOf(learning));
    sent += QUESTIONS;
  }

  /** The default effort and those of the targets, in turns. */
  async function compare(name: string, kind: Kind, truth = all): Promise<void> {
    const took = EFFORTS.map(() => ({ cpu: 0, p50: 0, p95: 0, perSecond: 0 }));
    for (let round = 0; round < ROUNDS; round++)
      for (const [index, target] of EFFORTS.entries()) {
        await demand(target);
        const before = milvusCpu();
        const its = await load(Math.ceil(requests / ROUNDS), AT_ONCE, (n) => ask(traffic, n, kind));
        const sum = took[index] as (typeof took)[number];
        sum.cpu += (1_000 * (milvusCpu() - before)) / requests;
        sum.p50 += its.p50 / ROUNDS;
        sum.p95 += its.p95 / ROUNDS;
        sum.perSecond += its.perSecond / ROUNDS;
      }
    for (const [index, target] of EFFORTS.entries()) {
      await demand(target);
      const recall = await recallOf(kind, truth);
      const { cpu, p50, p95, perSecond } = took[index] as (typeof took)[number];
      const figures = [cpu.toFixed(2), p50.toFixed(1), p95.toFixed(1), perSecond.toFixed(0)];
      print(`${name}, ${target ?? 'no target'}`, recall.toFixed(3), await effortOf(kind), ...figures);
    }
  }
  print('', 'recall@10', 'ef', 'Milvus ms', 'p50 ms', 'p95', 'a second');
  for (const candidates of [FEW, MANY]) await compare(`${candidates} candidates`, { candidates });
  for (const below of FILTERS)
    await compare(`${below} % pass`, { candidates: FEW, filter: { below } }, nearest(below));
}

/** Searches until something is so. @returns how many it took */
async function until(isSo: () => Promise<boolean>, search: (n: number) => Promise<unknown>): Promise<number> {
  let sent = 0;
  for (; sent < LOOKING && !(await isSo()); sent += 10) await load(10, FEW_AT_ONCE, (n) => search(sent + n));
  return sent;
}

/** Reads how many searches were run again. */
function samplesOf(query: string | undefined): () => Promise<number> {
  return async () => {
    const text = await (await fetch(`${query}/metrics`)).text();
    return Number(/^recall_samples_total\{.*\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };
}

function print(name: string, ...figures: (string | number)[]): void {
  console.log(name.padEnd(32), figures.map((figure) => String(figure).padStart(9)).join(' '));
}

/** The ten nearest, compared one by one, of those that a filter lets pass. */
function nearestOf(vector: Float32Array, vectors: readonly Float32Array[], below: number): Set<string> {
  const best: { n: number; score: number }[] = [];
  for (const [n, one] of vectors.entries()) {
    if (n % 100 >= below) continue;
    let [dot, square] = [0, 0];
    for (let at = 0; at < one.length; at++) {
      const component = one[at] as number;
      dot += component * (vector[at] as number);
      square += component * component;
    }
    const score = dot / Math.sqrt(square);
    if (best.length === 10 && score <= (best[9] as { score: number }).score) continue;
    best.push({ n, score });
    best.sort((a, b) => b.score - a.score);
    if (best.length > 10) best.pop();
  }
  return new Set(best.map(({ n }) => `v${n}`));
}
