import { encodeTerms } from '../../../lib/text/encode.ts';
import { tokens } from '../../../lib/text/tokens.ts';
import type { PassageHit } from './candidates.ts';
import type { Check } from './check.ts';
import type { Target } from './request.ts';
import type { Sources, ViewQuestion } from './sources.ts';

/** Documents up to which a search looks into exactly those that have what it requires. */
const FEW = 1_000;
/** Passages with some of a phrase's words, the best by BM25, for a phrase that begins in one passage and ends in the next. */
const ACROSS = 100;

/**
 * The documents of a collection that have every required word and phrase, where these are so rare that they can be told:
 * found by the terms of each, in the order in which documents have them, and then checked.
 * @param ask the question of this target with a limit
 * @returns undefined where they are too many, or all the words are stop words
 */
export async function documentsWith(
  required: readonly string[],
  { collection: { view } }: Target,
  o: { sources: Sources; target: number; check: Check; ask: (limit: number) => ViewQuestion },
): Promise<string[] | undefined> {
  const { analyzer } = view.spec.keywords;
  const queries = required.map((text) => encodeTerms(tokens(text, analyzer).map(({ term }) => term)));
  const found = await Promise.all(
    queries.filter((query) => query !== '').map((query) => passagesWith(query, o)),
  );
  const rarest = found.filter((hits) => hits !== undefined).sort((a, b) => a.length - b.length)[0];
  if (!rarest) return undefined;
  const kept = await o.check(rarest);
  return [...new Set(kept.map(({ row }) => row.document))];
}

/** Passages that may have a phrase or the ends of it; undefined where they are too many. */
async function passagesWith(
  query: string,
  { sources, target, ask }: { sources: Sources; target: number; ask: (limit: number) => ViewQuestion },
): Promise<PassageHit[] | undefined> {
  const whole = ask(FEW);
  const inOrder = `terms like "%${query}%"`;
  const expression = whole.expression === '' ? inOrder : `${whole.expression} and ${inOrder}`;
  const [within, across] = await Promise.all([
    sources.byTerms({ ...whole, expression }, query),
    query.includes(' ') ? sources.byTerms(ask(ACROSS), query) : [],
  ]);
  if (within.length >= FEW) return undefined;
  return [...within, ...across].map((hit) => ({ target, ...hit }));
}
