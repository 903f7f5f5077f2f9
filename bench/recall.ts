import { graphqlClient } from '../test/support/client.ts';
import { bootStack } from '../test/support/stack.ts';
import { indexed } from './indexed.ts';
import { load } from './load.ts';
import { base64, vectorsOf } from './vectors.ts';

export interface RecallOptions {
  /** Passages of the collection. */
  documents: number;
  /** Searches a line. */
  requests: number;
}

const QUESTIONS = 300;
const TARGETS = [0.9, 0.95, 0.97];
/** Searches that an effort is looked for by, at most. */
const LOOKING = 20_000;
const CANDIDATES = 50;
const SEARCH = `query ($vector: Vector!) {
  search(input: { collections: ["bench"], vector: $vector, mode: SEMANTIC, candidates: ${CANDIDATES} }, first: 10) {
    explain { views { vectors { ef } } } edges { node { documentId } } } }`;

/**
 * Searches by vector of a graph index through the gateway: recall@10, against a comparison of all vectors, and latency with the default
 * effort, and with the effort that each target has brought about.
 */
export async function measureRecall({ documents: count, requests }: RecallOptions): Promise<void> {
  const vectors = vectorsOf(count, 1);
  const asked = vectorsOf(QUESTIONS, 2);
  const nearest = asked.map((vector) => nearestOf(vector, vectors));
  await using stack = await bootStack('one', { KITEGRAPH_CACHE: 'off', KITEGRAPH_RECALL_SHARE: '0.2' });
  const client = graphqlClient(stack.url);
  const documents = vectors.map((vector, n) => ({
    documentId: `v${n}`,
    content: 'x',
    vector: base64(vector),
  }));
  await indexed(client, documents, ', index: { kind: HNSW, m: 8, efConstruction: 64 }');
  const search = async (n: number) =>
    (await client.data(SEARCH, { vector: base64(asked[n % QUESTIONS] as Float32Array) })).search;

  async function line(name: string): Promise<void> {
    let found = 0;
    for (let n = 0; n < QUESTIONS; n++) {
      const { edges } = await search(n);
      found += edges.filter(({ node }: { node: { documentId: string } }) =>
        nearest[n]?.has(node.documentId),
      ).length;
    }
    const { ef } = (await search(0)).explain.views[0].vectors;
    const { p50, p95, perSecond } = await load(requests, 8, search);
    const figures = [p50, p95, perSecond].map((figure) => figure.toFixed(1).padStart(9)).join(' ');
    console.log(
      name.padEnd(24),
      (found / (10 * QUESTIONS)).toFixed(3).padStart(9),
      String(ef).padStart(6),
      figures,
    );
  }

  console.log(
    'effort'.padEnd(24),
    'recall@10'.padStart(9),
    'ef'.padStart(6),
    'p50 ms'.padStart(9),
    'p95'.padStart(9),
    'a second'.padStart(9),
  );
  await line('default');
  for (const target of TARGETS) {
    await client.data(
      `mutation { updateCollection(input: { collection: "bench", index: { targetRecall: ${target} } }) { job { id } } }`,
    );
    await settled(search);
    await line(`target ${target}`);
  }
}

/** Searches until the effort has not changed for long. */
async function settled(
  search: (n: number) => Promise<{ explain: { views: { vectors: { ef: number } }[] } }>,
): Promise<void> {
  let last = 0;
  let same = 0;
  for (let n = 0; n < LOOKING && same < 2_000; n += 8) {
    const [first] = await Promise.all(Array.from({ length: 8 }, (_, more) => search(n + more)));
    const ef = first?.explain.views[0]?.vectors.ef ?? 0;
    same = ef === last ? same + 8 : 0;
    last = ef;
  }
}

/** The ten nearest, compared one by one. */
function nearestOf(vector: Float32Array, vectors: readonly Float32Array[]): Set<string> {
  const scores = vectors.map((one, n) => {
    let [dot, square] = [0, 0];
    for (let at = 0; at < one.length; at++) {
      const component = one[at] as number;
      dot += component * (vector[at] as number);
      square += component * component;
    }
    return { n, score: dot / Math.sqrt(square) };
  });
  scores.sort((a, b) => b.score - a.score);
  return new Set(scores.slice(0, 10).map(({ n }) => `v${n}`));
}
