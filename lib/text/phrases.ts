import type { Stretch } from './sentences.ts';
import { type Analyzer, type Token, units } from './tokens.ts';

/** A phrase as the words of a text are compared with it; a single word is a phrase too. */
export type Phrase = readonly string[];

/** The words of a phrase in their order, as `units` gives them; none for a text without words. */
export function phraseOf(text: string, analyzer?: Analyzer): Phrase {
  return units(text, analyzer).map(({ term }) => term);
}

/** Where the words of a phrase stand one after another. @param words of a text, as `units` gives them */
export function occurrences(words: readonly Token[], phrase: Phrase): Stretch[] {
  return placesOf(words, phrase).map((from) => ({
    start: (words[from] as Token).start,
    end: (words[from + phrase.length - 1] as Token).end,
  }));
}

/** The same, as the numbers of the words with which it begins. */
export function placesOf(words: readonly Token[], phrase: Phrase): number[] {
  const found: number[] = [];
  for (let from = 0; phrase.length > 0 && from + phrase.length <= words.length; from++) {
    if (phrase.every((word, index) => words[from + index]?.term === word)) found.push(from);
  }
  return found;
}

/** Letters of plain English and its marks: what becomes the same words whatever is folded. */
const OTHER_THAN_PLAIN = /[^\p{ASCII}\u2010-\u2027]/u;
const DROPPED_IN_WORDS = /['.\u2019]/g;
const LETTERS = /^[a-z]+$/;
/** Stemming changes two letters at the end of what it leaves, at most. */
const STEM_CHANGES = 2;
const WORTH_LOOKING = 3;

/**
 * Tells of phrases whether a text may have them, without analysing it: false where it certainly has not. Analysing costs a hundred
 * times as much.
 */
export function mayHave(text: string): (phrase: Phrase) => boolean {
  if (OTHER_THAN_PLAIN.test(text)) return () => true;
  const plain = text.toLowerCase().replace(DROPPED_IN_WORDS, '');
  return (phrase) =>
    phrase.every((word) => {
      const kept = LETTERS.test(word) ? word.slice(0, -STEM_CHANGES) : '';
      return kept.length < WORTH_LOOKING || plain.includes(kept);
    });
}
