import { encodeTerms } from '../../../lib/text/encode.ts';
import { type Analyzer, tokens } from '../../../lib/text/tokens.ts';
import type { ViewQuestion } from '../search/sources.ts';
import type { Word } from '../words/dictionary.ts';

/** A word with its encoded terms. */
export type Form = readonly [terms: string, word: Word];

/** The terms of a text as the index has them; '' where it has none. */
export const encoded = (text: string, analyzer: Analyzer): string =>
  encodeTerms(tokens(text, analyzer).map(({ term }) => term));

/** Of words that are searched alike, the first. */
export function formsOf(words: readonly Word[], analyzer: Analyzer): Form[] {
  const found = new Map<string, Word>();
  for (const word of words) {
    const terms = encoded(word.word, analyzer);
    if (terms !== '' && !found.has(terms)) found.set(terms, word);
  }
  return [...found];
}

/** The question, of passages alone that have these encoded terms in a row; the last may be the beginning of one. */
export function narrowedTo(terms: string, question: ViewQuestion): ViewQuestion {
  if (!/^[a-z0-9 ]+$/.test(terms)) return question;
  const inOrder = `terms like "%${terms}%"`;
  return {
    ...question,
    expression: [question.expression, inOrder].filter((part) => part !== '').join(' and '),
  };
}
