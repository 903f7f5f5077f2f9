/** A wrong value of an argument, the place that its error names, and what that says. */
export type Wrong = readonly [value: unknown, argument: string, message: RegExp];

const holds = { field: 'price', gt: 1 };
/** Of each argument of a search, what is wrong with it; the rest of the search is right. */
export const WRONG: Record<string, readonly Wrong[]> = {
  collections: [
    [[], 'input.collections', /name 1 to 20/],
    [Array(21).fill('teas'), 'input.collections', /1 to 20 collections, not 21/],
    [['teas', 'coffees'], 'input.collections[1]', /no collection "coffees"\. Collections that exist: .*teas/],
    [null, 'input.collections', /"input\.collections"; Expected non-nullable/],
  ],
  text: [
    ['', 'input.text', /is empty; say what/],
    ['x'.repeat(4_001), 'input.text', /at most 4000/],
    ['-tea', 'input.text', /only what must not be found; say what/],
    ['+tea '.repeat(33), 'input.text', /at most 32/],
    [null, 'input.text', /is missing; say what to search for: text, vector or like/],
    [5, 'input.text', /"input\.text"; String cannot/],
  ],
  vector: [
    [[1, 2], 'input.vector', /2 components; .* have 384/],
    ['#', 'input.vector', /base64/],
  ],
  like: [
    [[{ documentId: 'coffee' }], 'input.like[0].documentId', /no document "coffee"\. .*leave it out/],
    [Array(11).fill({ documentId: 'green' }), 'input.like', /at most 10/],
  ],
  unlike: [[[{ collection: 'x', documentId: 'y' }], 'input.unlike[0].collection', /no collection "x"/]],
  image: [[{ data: 'AA==' }, 'input.image', /goes with mode IMAGE; choose that/]],
  syntax: [['LUCENE', 'input.syntax', /"input\.syntax"; Value "LUCENE" does not exist/]],
  typos: [['many', 'input.typos', /"input\.typos"; Boolean cannot/]],
  mode: [
    ['IMAGE', 'input.mode', /takes no images; search those that do/],
    ['FUZZY', 'input.mode', /"input\.mode"; Value "FUZZY" does not exist/],
  ],
  filter: [
    [{ field: 'colour', eq: 'red' }, 'input.filter.field', /"teas" declares no field "colour"/],
    [{ field: 'price', eq: 'dear' }, 'input.filter.eq', /whole number, not "dear"/],
    [{ field: 'tags', gt: 'a' }, 'input.filter.gt', /use eq, ne, in, containsAll or exists/],
    [{ not: { eq: 1 } }, 'input.filter.not.eq', /needs a "field"/],
    [{ like: 'a%' }, 'input.filter.like', /"like" is not defined by type "FilterInput"/],
  ],
  partitions: [[['new'], 'input.partitions', /"teas" has no partitions; leave them out/]],
  fusion: [['SUM', 'input.fusion', /"input\.fusion"; Value "SUM" does not exist/]],
  keywordWeight: [[1.1, 'input.keywordWeight', /from 0 to 1, not 1\.1/]],
  collectionWeights: [
    [[{ collection: 'coffees', weight: 1 }], 'input.collectionWeights[0].collection', /those that are: teas/],
    [[{ collection: 'teas', weight: 11 }], 'input.collectionWeights[0].weight', /from 0 to 10, not 11/],
  ],
  minScore: [[-0.1, 'input.minScore', /from 0 to 1, not -0\.1/]],
  candidates: [
    [9, 'input.candidates', /from 10 to 1,000, not 9/],
    [10.5, 'input.candidates', /"input\.candidates"; Int cannot/],
  ],
  rerank: [[null, 'input.rerank', /"input\.rerank"; Expected non-nullable/]],
  rerankCandidates: [[201, 'input.rerankCandidates', /from 2 to 200, not 201/]],
  boosts: [
    [[{ filter: holds, factor: 0 }], 'input.boosts[0].factor', /from 0\.1 to 10/],
    [
      [{ filter: { field: 'price', gt: 'x' }, factor: 2 }],
      'input.boosts[0].filter.gt',
      /whole number, not "x"/,
    ],
    [Array(21).fill({ filter: holds, factor: 2 }), 'input.boosts', /at most 20/],
  ],
  recency: [
    [{ field: 'price', halfLifeDays: 1 }, 'input.recency.field', /must be a DATETIME field; "price" is INT/],
    [{ field: 'day', halfLifeDays: 0 }, 'input.recency.halfLifeDays', /from 0\.05/],
    [{ field: 'day', halfLifeDays: 1, weight: 0 }, 'input.recency.weight', /above 0/],
  ],
  collapse: [['yes', 'input.collapse', /"input\.collapse"; Boolean cannot/]],
  sort: [
    [[{ field: 'colour' }], 'input.sort[0].field', /"teas" declares no field "colour"/],
    [[{ field: 'tags' }], 'input.sort[0].field', /is a list; name a field with one value/],
    [[{ field: 'note' }], 'input.sort[0].field', /not filterable\. Filterable fields: kind/],
    [Array(4).fill({ field: 'price' }), 'input.sort', /at most 3/],
  ],
  groupBy: [
    [{ field: 'colour' }, 'input.groupBy.field', /"teas" declares no field "colour"/],
    [{ field: 'tags' }, 'input.groupBy.field', /is a list/],
    [{ field: 'kind', hits: 11 }, 'input.groupBy.hits', /from 1 to 10/],
  ],
  atLeast: [[['soon'], 'input.atLeast[0]', /not a position\. Pass "position"/]],
  waitMilliseconds: [[30_001, 'input.waitMilliseconds', /from 0 to 30,000/]],
};
