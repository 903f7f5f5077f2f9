import { readFile } from 'node:fs/promises';
import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { isAddress } from '../documents/images.ts';
import { Failure } from '../failure.ts';
import {
  CollectionsDocument,
  type FilterInput,
  SearchDocument,
  type SearchMode,
  type SearchQuery,
  type SortInput,
} from '../generated/operations.ts';
import { markedLine, markedLines } from '../terminal/marked.ts';
import { count, counted, printable, styled } from '../terminal/text.ts';
import { followSearch } from './follow-search.ts';

export interface SearchOptions {
  collection: string[];
  partition: string[];
  mode: SearchMode;
  minScore?: number;
  rerank?: boolean;
  /** Path or address of a picture. */
  image?: string;
  filter?: FilterInput;
  sort?: SortInput[];
  facet: string[];
  first: number;
  after?: string;
  /** Goes on with what becomes of the page. */
  follow?: boolean;
  json?: boolean;
}

/** As many collections as one search takes. */
const mostCollections = 20;

type Found = NonNullable<SearchQuery['search']>;
type Hit = Found['edges'][number];
type Facet = NonNullable<Found['facets']>[number];

/** Prints the documents that were found, the best first. */
export async function search(api: Api, text: string | undefined, options: SearchOptions): Promise<void> {
  if (text === undefined && options.image === undefined)
    throw new Failure('Say what to search for: a text, or --image.');
  const image = options.image === undefined ? undefined : await pictureIn(options.image);
  const collections = options.collection.length > 0 ? options.collection : await allCollections(api);
  const started = performance.now();
  const { minScore, filter, rerank, sort, partition: partitions } = options;
  const mode = image ? 'IMAGE' : options.mode;
  const narrowed = {
    ...(text !== undefined && { text }),
    ...(image && { image }),
    ...(minScore !== undefined && { minScore }),
    ...(rerank && { rerank }),
    ...(filter && { filter }),
    ...(sort && { sort }),
    ...(partitions.length > 0 && { partitions }),
  };
  const input = { collections, mode, ...narrowed };
  if (options.follow) return followSearch(api, input, options);
  const answer = await api.request(SearchDocument, {
    input,
    first: options.first,
    after: options.after ?? null,
    of: options.facet.map((field) => ({ field })),
    counts: options.facet.length > 0,
  });
  const found = answered(answer.search);
  const milliseconds = Math.round(performance.now() - started);
  if (options.json) return console.log(JSON.stringify(found, null, 2));
  for (const line of summary(found, mode, milliseconds)) console.log(line);
  for (const facet of found.edges.length > 0 ? (found.facets ?? []) : []) console.log(facetLine(facet));
  for (const [place, hit] of found.edges.entries()) {
    console.log();
    for (const line of hitLines(hit, place + 1, collections.length > 1)) console.log(line);
  }
  if (found.pageInfo.hasNextPage) console.log(styled('dim', `\nMore: --after ${found.pageInfo.endCursor}`));
}

async function pictureIn(path: string): Promise<{ data: string } | { url: string }> {
  if (isAddress(path)) return { url: path };
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Failure(`${path} cannot be read: ${error.message}`, { cause: error });
  });
  return { data: bytes.toString('base64') };
}

async function allCollections(api: Api): Promise<string[]> {
  const collections = answered((await api.request(CollectionsDocument, { after: null })).collections);
  const names = collections.edges.map(({ node }) => node.name);
  if (names.length === 0)
    throw new Failure('There is no collection yet: index something first (kitegraph index --help).');
  if (collections.totalCount > mostCollections) {
    throw new Failure(
      `There are ${collections.totalCount} collections; a search takes ${mostCollections} at most. Choose with --collection.`,
    );
  }
  return names;
}

function summary(found: Found, mode: SearchMode, milliseconds: number): string[] {
  const { edges, explain, didYouMean } = found;
  const meant = didYouMean ? [`Did you mean: ${styled('bold', printable(didYouMean))}`] : [];
  if (edges.length === 0) return ['Nothing was found.', ...meant, ...explain.notes];
  const most = found.totalCountRelation === 'AT_LEAST' ? 'at least ' : '';
  const cached = explain.cacheLevel === 'NONE' ? '' : ', from the cache';
  const how = `${count(edges.length)} of ${most}${counted(found.totalCount, 'document')}, ${mode.toLowerCase()}`;
  return [
    styled('dim', `${how}, ${milliseconds} ms${cached}`),
    ...meant,
    ...explain.notes.map((note) => styled('yellow', note)),
  ];
}

/** lang: en 12, zh 3, 2 more values, none 4 */
function facetLine({ field, buckets, more, missing, countRelation }: Facet): string {
  const counts = [
    ...buckets.map(({ value, count: documents }) => `${printable(String(value))} ${count(documents)}`),
    ...(more > 0 ? [`${counted(more, 'more value')}`] : []),
    ...(missing > 0 ? [`none ${count(missing)}`] : []),
  ];
  const least = countRelation === 'AT_LEAST' ? 'at least ' : '';
  return styled('dim', `${field}: ${least}${counts.join(', ')}`);
}

function hitLines(hit: Hit, place: number, sayCollection: boolean): string[] {
  const { node, score } = hit;
  const width = Math.min(process.stdout.columns ?? 100, 110);
  const number = `${place}.`.padEnd(4);
  const indent = ' '.repeat(number.length);
  const named = fragments(hit, 'title')[0];
  const title = named
    ? markedLine(named)
    : printable(node?.title ?? node?.documentId ?? '(deleted meanwhile)');
  const shown = fragments(hit, 'content').join(' … ');
  const passage = markedLines(shown || escaped(hit.passage.text), width - indent.length, 4);
  const id = node
    ? printable(sayCollection ? `${node.collectionName}/${node.documentId}` : node.documentId)
    : '';
  return [
    `${styled('dim', number)}${styled('bold', title)}`,
    ...passage.map((line) => indent + line),
    indent +
      [
        styled('cyan', score.toFixed(3)),
        styled('dim', [id, metadataLine(node?.metadata)].filter(Boolean).join('  ')),
      ].join('  '),
  ];
}

function fragments({ highlights }: Hit, field: string): string[] {
  return highlights
    .filter((highlight) => highlight.field === field)
    .flatMap((h) => h.fragments.map((f) => f.html));
}

/** year 2024 · lang en · tags a, b */
function metadataLine(metadata: unknown): string {
  return Object.entries((metadata ?? {}) as Record<string, unknown>)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name} ${metadataText(value)}`)
    .map((text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text))
    .map(printable)
    .join(' · ');
}

function metadataText(value: unknown): string {
  const isPlain = (one: unknown) => typeof one !== 'object' || one === null;
  if (isPlain(value)) return String(value);
  return Array.isArray(value) && value.every(isPlain) ? value.join(', ') : JSON.stringify(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
