/** An answer as the query below asks for it. */
export interface Compared {
  totalCount: number;
  explain: { cacheLevel: 'NONE' | 'L1' | 'L2' };
  edges: Edge[];
}

interface Edge extends Hit {
  collapsed: number;
  group: { value: unknown; totalCount: number; hits: Hit[] } | null;
}

interface Hit {
  score: number;
  passage: { text: string };
  node: { id: string; revision: number; title: string | null; metadata: Record<string, unknown> } | null;
}

const HIT = 'score passage { text } node { id revision title metadata }';
export const SEARCH = `query ($input: SearchInput!, $first: Int) { search(input: $input, first: $first) {
  totalCount explain { cacheLevel } edges { ${HIT} collapsed group { value totalCount hits { ${HIT} } } } } }`;

/** Sums of floats in another order differ by so little. */
const ROUNDING = 1e-4;
/** What a model says of a text differs a little with the texts that it reads together with it. */
const JUDGED = 0.02;

interface Asked {
  sort?: { field: string }[];
  rerank?: boolean;
}

/** What is different; '' where nothing is. Hits whose places are told by rounding alone may stand in either order. */
export function differs(found: Compared, expected: Compared, asked: Asked): string {
  const same = found.totalCount === expected.totalCount && sameList(found.edges, expected.edges, asked);
  const lines = ({ edges }: Compared) =>
    edges.map((edge) => `${edge.score.toFixed(5)} ${whatOf(edge)} ${JSON.stringify(edge.group)}`).join('\n');
  return same ? '' : `\n${lines(found)}\ninstead of\n${lines(expected)}`;
}

function sameList(
  mine: readonly (Hit & Partial<Edge>)[],
  its: readonly (Hit & Partial<Edge>)[],
  asked: Asked,
): boolean {
  const rounding = asked.rerank ? JUDGED : ROUNDING;
  const places = new Map(its.map((hit, place) => [whatOf(hit), { hit, place }]));
  const pairs = mine.map((hit) => ({ hit, other: places.get(whatOf(hit)) }));
  const near = (a: number, b: number) => Math.abs(a - b) < rounding;
  const tied = (a: Hit, b: Hit) =>
    near(a.score, b.score) &&
    (asked.sort ?? []).every(({ field }) => a.node?.metadata[field] === b.node?.metadata[field]);
  return (
    mine.length === its.length &&
    pairs.every(({ hit, other }, at) => {
      if (!other || !near(hit.score, other.hit.score)) return false;
      const before = pairs[at - 1]?.other;
      const inOrder = !before || before.place < other.place || tied(before.hit, other.hit);
      return inOrder && sameGroup(hit.group, other.hit.group, asked);
    })
  );
}

function sameGroup(mine: Edge['group'] | undefined, its: Edge['group'] | undefined, asked: Asked): boolean {
  if (!mine || !its) return !mine && !its;
  return (
    mine.value === its.value && mine.totalCount === its.totalCount && sameList(mine.hits, its.hits, asked)
  );
}

const whatOf = ({ node, passage, collapsed }: Hit & Partial<Edge>) =>
  JSON.stringify([node?.id, node?.revision, node?.title, node?.metadata, passage.text, collapsed]);
