import { stemmer } from 'stemmer';

/** The stop words of Lucene's English analysis. */
const STOP_WORDS = new Set(
  `a an and are as at be but by for if in into is it no not of on or such that the their then there these they this
   to was will with`.split(/\s+/),
);

const KEPT_STEMS = 50_000;
const stems = new Map<string, string>();

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Porter's stem of a lower-case ASCII word. Words repeat, and the algorithm is slow: the last ones are kept. */
export function stem(word: string): string {
  let found = stems.get(word);
  if (found === undefined) {
    found = stemmer(word);
    if (stems.size >= KEPT_STEMS) stems.clear();
    stems.set(word, found);
  }
  return found;
}
