import { occurrences, type Phrase, phraseOf } from './phrases.ts';
import type { Analyzer, Token } from './tokens.ts';

/**
 * Words and short phrases that mean the same. Each of `words` also finds the others; where `from` is given, each of `from` also
 * finds `words`, and these find nothing else.
 */
export interface SynonymRule {
  words: string[];
  from: string[] | null;
}

/** Rules made ready for texts of one analysis. */
export interface Synonyms {
  /** What a text with these words is also to find, each once, in the order of the rules. @param words as `units` gives them */
  of(words: readonly Token[]): string[];
}

interface Entry {
  phrase: Phrase;
  finds: readonly string[];
}

/** Indexed by their first words, so that a text is compared with the few rules that it may meet. */
export function synonymsOf(rules: readonly SynonymRule[], analyzer: Analyzer): Synonyms {
  const byFirstWord = new Map<string, Entry[]>();
  for (const { words, from } of rules) {
    for (const text of from ?? words) {
      const phrase = phraseOf(text, analyzer);
      const [first] = phrase;
      if (first === undefined) continue;
      const entries = byFirstWord.get(first) ?? [];
      entries.push({ phrase, finds: from ? words : words.filter((other) => other !== text) });
      byFirstWord.set(first, entries);
    }
  }
  return {
    of(words) {
      const found = new Set<string>();
      for (const first of new Set(words.map(({ term }) => term))) {
        for (const { phrase, finds } of byFirstWord.get(first) ?? []) {
          if (occurrences(words, phrase).length > 0) for (const text of finds) found.add(text);
        }
      }
      return [...found];
    },
  };
}
