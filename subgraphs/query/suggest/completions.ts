import { type Token, units } from '../../../lib/text/tokens.ts';
import { wordKey } from '../../../lib/text/words.ts';
import type { PassageReader } from '../pages/passages.ts';
import type { PassageHit } from '../search/candidates.ts';
import type { Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import type { Dictionary, Word } from '../words/dictionary.ts';
import { completedPhrases } from './complete-phrases.ts';
import { completedWords } from './complete-words.ts';
import type { Completion } from './suggested.ts';
import { encoded } from './terms.ts';

export interface CompletionParts {
  sources: Sources;
  reader: PassageReader;
  /** Those of the hits that the caller may see. */
  visible(hits: PassageHit[]): Promise<PassageHit[]>;
}

/** What is to be completed, and where. */
export interface Asked {
  prefix: string;
  most: number;
  target: Target;
  /** Number of the target in the request. */
  number: number;
  /** The caller may not see every document: those that have a word are counted, and not told by the dictionary. */
  limited: boolean;
}

/** A prefix, parted before its last word. */
export interface Typed {
  before: string;
  last: string;
  /** Words that begin like the last one, the most frequent first. */
  words: Word[];
  /** The terms of what stands before it, encoded; '' where it has none. */
  terms: string;
}

/** Characters back from the end of a run without spaces where the word that is being typed may begin. */
const MOST_BACK = 12;
/** Words that are looked up for one prefix. */
const MOST_WORDS = 300;

/** Texts that the prefix may become, as documents of one collection have them now; the most frequent first. */
export async function completionsIn(
  dictionary: Dictionary,
  asked: Asked,
  parts: CompletionParts,
): Promise<Completion[]> {
  const typed = typedIn(asked.prefix, dictionary);
  if (!typed) return [];
  const found = await (typed.terms === ''
    ? completedWords(typed, asked, parts)
    : completedPhrases(typed, dictionary, asked, parts));
  return found.sort((a, b) => b.documents - a.documents).slice(0, asked.most);
}

/** The prefix with the word that is being typed, as far back as any word begins so; undefined where the last word is finished, or none does. */
function typedIn(prefix: string, dictionary: Dictionary): Typed | undefined {
  const parts = units(prefix, 'EXACT');
  if (parts.at(-1)?.end !== prefix.length) return undefined;
  let from = parts.length - 1;
  const joins = (at: number) => parts[at - 1]?.end === (parts[at] as Token).start;
  while (from > 0 && joins(from) && parts.length - from < MOST_BACK) from--;
  for (const { start } of parts.slice(from)) {
    const last = prefix.slice(start);
    const key = wordKey(last.toLowerCase());
    // A picture sign has no letters: every word begins like it.
    const words = key === '' ? [] : dictionary.completions(key, MOST_WORDS);
    if (words.length === 0) continue;
    const before = prefix.slice(0, start);
    return { before, last, words, terms: encoded(before, dictionary.analyzer) };
  }
  return undefined;
}
