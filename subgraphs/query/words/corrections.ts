import { LRUCache } from 'lru-cache';
import { isOneOf } from '../../../lib/milvus/expression.ts';
import { encodeTerms } from '../../../lib/text/encode.ts';
import { isStopWord } from '../../../lib/text/english.ts';
import { englishWords } from '../../../lib/text/english-words.ts';
import { parseQuery } from '../../../lib/text/query-syntax.ts';
import { tokens, units } from '../../../lib/text/tokens.ts';
import { isSpelt, wordKey } from '../../../lib/text/words.ts';
import { questionOf } from '../search/question.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Dictionary, Word } from './dictionary.ts';
import type { Scope } from './followed.ts';

/** What misspelt words were meant to be, by the word as it stands in the text. */
export type Corrections = ReadonlyMap<string, string>;

export interface Corrected {
  /** Those that are searched for. */
  sure: Corrections;
  /** These, and others that the caller is only asked about. */
  all: Corrections;
}

/** A word that so few documents have may be in none by now: the index is asked. */
const FEW = 1;
/** A dictionary with fewer words than this may correct to a word that one document has. */
const SMALL = 2_000;
/** Words of a text that are looked at, and words that each may have been meant to be. */
const MOST_WORDS = 32;
const MOST_MEANT = 3;
const KEPT = 5_000;

/** There is nothing to correct. */
export const NOTHING: Corrected = { sure: new Map(), all: new Map() };

/**
 * Finds the words of searches that no document has and that are near to words that documents have. Words that exist, common words of English, numbers, ids,
 * words of scripts without spaces and what must stand in the documents are left as they are.
 */
export function corrector(dictionaries: Dictionaries, sources: Sources) {
  const exists = existence(sources);

  /** @throws PartUnavailable where the words of a collection are not known */
  return async (
    { loose, conditions, targets }: SearchRequest,
    scopes: readonly Scope[],
  ): Promise<Corrected> => {
    const asked = spelt(loose, conditions.required);
    if (asked.size === 0) return NOTHING;
    // Who does not see all documents is not told by what is corrected which words the others have.
    const hidden = targets.some(({ seen }) => seen !== '');
    const everything = targets.map((target, index) => whole(target, scopes[index] as Scope));
    const suspects = async (which: 'ANY' | 'NEWEST') => {
      const known = await Promise.all(scopes.map((scope) => dictionaries.of(scope, which)));
      const unknown = [...asked].filter(([, key]) => hidden || known.every((one) => isRare(key, one)));
      return { known, unknown };
    };
    let { known, unknown } = await suspects('ANY');
    // Most searches end here. The rest are worth a look at what has come since.
    if (unknown.length > 0) ({ known, unknown } = await suspects('NEWEST'));
    const wellSpelt = unknown.length > 0 ? await englishWords() : undefined;
    const someHave = (among: readonly Target[], word: string) =>
      Promise.all(among.map((target) => exists(target, word))).then((each) => each.includes(true));
    const found = await Promise.all(
      unknown.slice(0, MOST_WORDS).map(async ([word, key]) => {
        if (wellSpelt?.has(word.toLowerCase())) return [];
        const near = nearest(known, (dictionary) => dictionary.near(key));
        const meant = near.length > 0 ? near : nearest(known, (dictionary) => dictionary.alike(key));
        if (meant.length === 0 || (await someHave(everything, word))) return [];
        const there = await Promise.all(meant.map((one) => someHave(targets, one.word)));
        const first = meant.find((_, index) => there[index]);
        return first ? [{ sure: near.length > 0, entry: [word, first.word] as const }] : [];
      }),
    );
    const entries = (some: typeof found) => new Map(some.flat().map(({ entry }) => entry));
    return {
      sure: entries(found.map((its) => its.filter(({ sure }) => sure))),
      all: entries(found),
    };
  };
}

/** A text with its words corrected, each with a capital where it had one. */
export function corrected(text: string, corrections: Corrections): string {
  let result = '';
  let at = 0;
  for (const { start, end } of corrections.size > 0 ? units(text, 'EXACT') : []) {
    const word = text.slice(start, end);
    const meant = corrections.get(word);
    if (meant === undefined) continue;
    const capital = word.charAt(0) !== word.charAt(0).toLowerCase();
    result += text.slice(at, start) + (capital ? meant.charAt(0).toUpperCase() + meant.slice(1) : meant);
    at = end;
  }
  return result + text.slice(at);
}

/** A word as people write one: no name of a gene or a product, no half of don't. */
const ORDINARY = /^\p{L}[\p{Ll}\p{Lo}\p{M}]+$/u;

/** The words that can be misspelt, with their keys. What is in quotes is meant as it stands, also in a sentence. */
function spelt(text: string, required: readonly string[]): Map<string, string> {
  const fixed = new Set(required.flatMap((one) => units(one, 'EXACT').map(({ term }) => term)));
  const found = new Map<string, string>();
  const { loose } = parseQuery(text, 'QUERY');
  for (const { start, end, term } of units(loose, 'EXACT')) {
    const word = loose.slice(start, end);
    if (!ORDINARY.test(word)) continue;
    const key = wordKey(word.toLowerCase());
    if (key === term && isSpelt(key) && !isStopWord(key) && !fixed.has(key)) found.set(word, key);
  }
  return found;
}

/** Whether hardly any document has a word, or another form of it. */
function isRare(key: string, dictionary: Dictionary): boolean {
  const word = dictionary.find(key);
  if (word) return word.documents <= FEW;
  const [term] = tokens(key, dictionary.analyzer);
  return !(term && dictionary.hasTerm(term.term));
}

/** The words of all dictionaries that one may have been meant to be. */
function nearest(known: readonly Dictionary[], near: (dictionary: Dictionary) => Word[]): Word[] {
  const [first, ...others] = known.map((dictionary) =>
    near(dictionary).filter(({ documents }) => documents > FEW || dictionary.size < SMALL),
  );
  return [...(first ?? []), ...others.flat()].slice(0, MOST_MEANT);
}

/** Asks the index whether there are documents with a word; once for each state of it. */
function existence(sources: Sources) {
  const kept = new LRUCache<string, Promise<boolean>>({ max: KEPT });
  return (target: Target, word: string): Promise<boolean> => {
    const { view } = target.collection;
    const terms = encodeTerms(tokens(word, view.spec.keywords.analyzer).map(({ term }) => term));
    const question = questionOf(target, 1);
    const key = JSON.stringify([question, view.changes, terms]);
    const asking = kept.get(key) ?? sources.byTerms(question, terms).then((hits) => hits.length > 0);
    kept.set(key, asking);
    asking.catch(() => kept.delete(key));
    return asking;
  };
}

/** All of a collection that the caller may see, whatever else the search is bound to. */
function whole(target: Target, { collection, tenant }: Scope): Target {
  const ofTenant = tenant === undefined ? '' : isOneOf('partition', [tenant]);
  return {
    ...target,
    expression: [ofTenant, target.seen].filter((part) => part !== '').join(' and '),
    partitions: collection.loadedPartitions ?? undefined,
  };
}
