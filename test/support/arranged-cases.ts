import assert from 'node:assert/strict';
import type { resultsClient } from './results.ts';

type Metadata = { kind?: string; price?: number; day?: string; tags?: string[] };
interface Shown {
  score: number;
  relevance: number | null;
  node: { documentId: string; collectionName: string; metadata: Metadata };
  group: { value: unknown; totalCount: number; hits: Pick<Shown, 'node'>[] } | null;
}
type Random = (below: number) => number;

/** Filters, each beside what it says. */
const FILTERS: [object, (metadata: Metadata) => boolean][] = [
  [{ field: 'price', gte: 9 }, ({ price }) => price !== undefined && price >= 9],
  [{ not: { field: 'kind', eq: 'leaf' } }, ({ kind }) => kind !== 'leaf'],
  [{ field: 'kind', exists: false }, ({ kind }) => kind === undefined],
  [
    {
      or: [
        { field: 'tags', containsAll: ['hot', 'asia'] },
        { field: 'day', lt: '2024-01-01' },
      ],
    },
    ({ tags = [], day }) => (tags.includes('hot') && tags.includes('asia')) || (day ?? '9') < '2024-01-01',
  ],
];
const FACETS = [
  { field: 'kind', first: 100 },
  { field: 'tags', first: 100 },
  { field: 'price', ranges: [{ to: 9 }, { from: 9, to: 20 }, { from: 8 }] },
  { field: 'day', interval: 'MONTH' },
];

/** What a search may ask of its candidates, in any combination. */
export function randomSearch(random: Random) {
  const often = (share: number) => random(100) < share;
  const one = <T>(of: readonly T[]): T => of[random(of.length)] as T;
  const filter = often(40) ? one(FILTERS) : undefined;
  const input = {
    collections: one([['teas'], ['cakes'], ['teas', 'cakes'], ['cakes', 'teas', 'teas']]),
    text: one(['tea 茶', 'black tea', '發酵 leaves', '"a cup" tea', 'tea -cup', '+tea', 'caek', '半發酵']),
    mode: one(['HYBRID', 'SEMANTIC', 'KEYWORD']),
    candidates: one([10, 100]),
    ...(filter && { filter: filter[0] }),
    ...(often(30) && { fusion: 'RECIPROCAL_RANK' }),
    ...(often(30) && { keywordWeight: one([0, 0.2, 1]) }),
    ...(often(30) && { minScore: one([0.01, 0.4, 0.9]) }),
    ...(often(30) && { collapse: true }),
    ...(often(30) && { boosts: [{ filter: one(FILTERS)[0], factor: one([0.1, 2, 10]) }] }),
    ...(often(20) && { recency: { field: 'day', halfLifeDays: 100 } }),
    ...(often(30) && {
      sort: [{ field: one(['price', 'kind', 'day'] as const), order: one(['ASC', 'DESC']) }],
    }),
    ...(often(30) && { groupBy: { field: one(['kind', 'price'] as const), hits: one([1, 3, 10]) } }),
  };
  return { input, passes: filter?.[1] ?? (() => true), first: one([2, 5, 50]) };
}

/**
 * Reads all pages of a search and compares what they show with what was asked, and with what the facets and totals say: all of it is
 * reckoned anew here out of the documents that are shown.
 */
export async function promisesOf(
  { input, passes, first }: ReturnType<typeof randomSearch>,
  { find }: ReturnType<typeof resultsClient>,
): Promise<number> {
  const said = JSON.stringify({ ...input, first });
  const hits: Shown[] = [];
  const pages = [await find(input, { of: FACETS, first })];
  for (let page = pages[0]; ; page = pages.at(-1)) {
    hits.push(...page.edges);
    if (!page.pageInfo.hasNextPage) break;
    assert.equal(page.edges.length, first, `a page that is not full, ${said}`);
    pages.push(await find(input, { of: FACETS, first, after: page.pageInfo.endCursor }));
  }
  const [{ totalCount, facets }, ...others] = pages;
  for (const page of others) assert.deepEqual([page.totalCount, page.facets], [totalCount, facets], said);
  const ids = new Set(hits.map(({ node }) => `${node.collectionName} ${node.documentId}`));
  assert.deepEqual([ids.size, hits.length], [totalCount, totalCount], `each once, and all, ${said}`);

  const documents = hits.flatMap((hit) => (hit.group?.hits ?? [hit]).map(({ node }) => node.metadata));
  for (const metadata of documents) assert.ok(passes(metadata), `${JSON.stringify(metadata)} of ${said}`);
  const { minScore = 0 } = input;
  for (const { relevance } of hits) assert.ok((relevance ?? 1) >= minScore, said);
  const { groupBy, sort } = input;
  for (const { group } of groupBy ? hits : []) {
    const { value, totalCount: size, hits: members } = group as NonNullable<Shown['group']>;
    assert.equal(members.length, Math.min(size, groupBy?.hits ?? 0), said);
    for (const { node } of members)
      assert.equal(node.metadata[groupBy?.field ?? 'kind'] ?? null, value, said);
  }
  if (groupBy) assert.equal(new Set(hits.map(({ group }) => group?.value)).size, hits.length, said);
  for (const { field, order } of sort ?? []) assert.deepEqual(...inOrder(hits, field, order), said);
  if (!sort) assert.deepEqual(...inOrder(hits, 'score', 'DESC'), said);

  const count = groupBy ? hits.reduce((sum, { group }) => sum + (group?.totalCount ?? 0), 0) : hits.length;
  for (const facet of facets) assert.equal(facet.documents + facet.missing, count, said);
  if (documents.length === count) assert.deepEqual(facets.map(countsOf), reckoned(documents), said);
  return hits.length;
}

/** The values as they stand, and as they should. */
function inOrder(hits: readonly Shown[], field: 'score' | 'price' | 'kind' | 'day', order: string) {
  const shown = (hit: Shown) => (field === 'score' ? hit.score : hit.node.metadata[field]);
  const values = hits.map(shown);
  const compared = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = values.filter((value) => value !== undefined).sort(compared);
  if (order === 'DESC') sorted.reverse();
  const last = values.filter((value) => value === undefined);
  return [values, [...sorted, ...last]] as const;
}

interface Counted {
  buckets: { value: string | null; from: unknown; count: number }[];
}
/** Buckets as pairs; ranges in their order, all others by their values. */
function countsOf({ buckets }: Counted): [string, number][] {
  if (buckets.some(({ value }) => value === null)) return buckets.map(({ count }, n) => [String(n), count]);
  return buckets.map(({ value, count }): [string, number] => [String(value), count]).sort();
}

function reckoned(documents: readonly Metadata[]): [string, number][][] {
  const counted = (values: readonly string[]) =>
    [...Map.groupBy(values, (value) => value)]
      .map(([value, all]): [string, number] => [value, all.length])
      .sort();
  const prices = documents.flatMap(({ price }) => price ?? []);
  const within = (from: number, to: number) => prices.filter((price) => price >= from && price < to).length;
  return [
    counted(documents.flatMap(({ kind }) => kind ?? [])),
    counted(documents.flatMap(({ tags = [] }) => tags)),
    [
      ['0', within(0, 9)],
      ['1', within(9, 20)],
      ['2', within(8, 1e9)],
    ],
    counted(documents.flatMap(({ day }) => day?.slice(0, 7) ?? [])),
  ];
}
