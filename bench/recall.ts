import { graphqlClient } from '../test/support/client.ts';
import { bootStack } from '../test/support/stack.ts';
import { cpuSeconds } from './cpu.ts';
import { indexed } from './indexed.ts';
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
const TARGETS = [0.9, 0.95, 0.97];
/** Of a search: few, for a page or two, and the default. */
const CANDIDATES = [20, 200];
const AT_ONCE = 8;
/** Searches by which an effort is looked for, at most. */
const LOOKING = 40_000;
/** How many were tried again when the recall is measured on the way. */
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
 * Searches by vector of a graph index through the gateway: recall@10 over searches that nothing was learnt from, against a comparison of
 * all vectors, and what a search takes, with the default effort and with the effort that each target has brought about.
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

  async function line(name: string, kind: Kind, truth = all): Promise<void> {
    const recall = await recallOf(kind, truth);
    const ef = await effortOf(kind);
    const before = milvusCpu();
    const { p50, p95, perSecond } = await load(requests, AT_ONCE, (n) => ask(traffic, n, kind));
    const cpu = (1_000 * (milvusCpu() - before)) / requests;
    print(name, recall.toFixed(3), ef, cpu.toFixed(2), p50.toFixed(1), p95.toFixed(1), perSecond.toFixed(0));
  }
  const demand = (target: number) =>
    client.data(
      `mutation { updateCollection(input: { collection: "bench", index: { targetRecall: ${target} } }) { job { id } } }`,
    );

  print('effort', 'recall@10', 'ef', 'Milvus ms', 'p50 ms', 'p95', 'a second');
  for (const candidates of CANDIDATES) await line(`default, ${candidates} candidates`, { candidates });
  const [candidates = 0] = CANDIDATES;
  const middle = TARGETS[1] as number;
  await demand(middle);
  const samples = samplesOf(stack.services.query?.url);
  const begun = await samples();
  let sent = 0;
  for (const tried of ON_THE_WAY) {
    while ((await samples()) - begun < tried && sent < LOOKING) {
      await load(AT_ONCE, AT_ONCE, (n) => ask(traffic, sent + n, { candidates }));
      sent += AT_ONCE;
    }
    const recall = await recallOf({ candidates }, all);
    print(`${middle} after ${sent} searches`, recall.toFixed(3), await effortOf({ candidates }));
    sent += QUESTIONS;
  }
  for (const target of TARGETS) {
    await demand(target);
    for (const candidates of CANDIDATES)
      await line(`target ${target}, ${candidates} candidates`, { candidates });
    for (const below of FILTERS)
      await line(`target ${target}, ${below} % pass`, { candidates, filter: { below } }, nearest(below));
  }
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
