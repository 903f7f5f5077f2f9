import { matches } from '../../../lib/filter/matches.ts';
import { type PassagePlace, passageKey } from '../../../lib/milvus/passage.ts';
import type { Head } from '../../../lib/milvus/read.ts';
import type { PassageHit } from '../search/candidates.ts';
import type { Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import { prefixKey, type TitleEntry, type Titles } from '../words/titles.ts';
import type { TitleHit } from './suggested.ts';

/**
 * Titles that are looked up at first, and how often twice as many as before: some are in no document any more, or in none that the
 * caller may see, and a filter may leave only rare ones.
 */
const AT_FIRST = 20;
const ROUNDS = 7;

/** Documents whose title goes on as the prefix, as they are found now, each title once; the best first. */
export async function titlesIn(
  titles: Titles,
  o: {
    prefix: string;
    most: number;
    target: Target;
    /** Number of the target in the request. */
    number: number;
    /** Values of the partition that a document may have; undefined: any. */
    partitions: readonly string[] | undefined;
  },
  { sources, visible }: { sources: Sources; visible(hits: PassageHit[]): Promise<PassageHit[]> },
): Promise<TitleHit[]> {
  const { target } = o;
  const key = prefixKey(o.prefix);
  if (key === '') return [];
  const listed = titles.find(key);
  const found = new Map<string, TitleHit>();
  for (let round = 0; round < ROUNDS && found.size < o.most; round++) {
    const some = listed.slice(AT_FIRST * (2 ** round - 1), AT_FIRST * (2 ** (round + 1) - 1));
    if (some.length === 0) break;
    const heads = await sources.heads(
      target.collection.view.milvusName,
      some.map(({ document }) => document),
    );
    const now = some.filter((entry) => isFound(entry, heads.get(entry.document), target, o.partitions));
    const seen = new Set(
      (await visible(now.map(({ document }) => hitOf(heads.get(document) as Head, o.number)))).map(
        ({ row }) => row.document,
      ),
    );
    for (const entry of now) {
      if (!seen.has(entry.document) || found.has(entry.title)) continue;
      const head = heads.get(entry.document) as Head;
      found.set(entry.title, { target, head, begins: entry.key.startsWith(key) });
    }
  }
  return [...found.values()].slice(0, o.most);
}

/** Whether a document is found by searches now, with this title. */
function isFound(
  { title }: TitleEntry,
  head: Head | undefined,
  { filter }: Target,
  partitions: readonly string[] | undefined,
): boolean {
  if (!head?.title.startsWith(title)) return false;
  if (head.expires !== 0 && head.expires <= Date.now()) return false;
  if (partitions && !partitions.includes(head.partition)) return false;
  return !filter || matches(filter, head.metadata);
}

function hitOf({ document, revision }: Head, target: number): PassageHit {
  const row: PassagePlace = { key: passageKey(document, revision, 0), document, revision, ordinal: 0 };
  return { target, score: 0, row };
}
