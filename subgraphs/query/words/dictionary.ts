import { distance } from '../../../lib/text/distance.ts';
import type { Analyzer } from '../../../lib/text/tokens.ts';
import { tokens } from '../../../lib/text/tokens.ts';
import { isSpelt, wordKey } from '../../../lib/text/words.ts';

/** A word as documents have it. */
export interface Word {
  /** In lower case; of those that differ in accents or the way of writing alone, the most frequent. */
  word: string;
  key: string;
  /** About how many documents have it. */
  documents: number;
}

/** Letters from which on two may be wrong. */
const LONG = 8;
/** Words that a completion chooses the most frequent from, at most. */
const MOST_LOOKED_AT = 50_000;

/** The words of one view (of one tenant) in memory. */
export class Dictionary {
  readonly #byKey = new Map<string, Word & { most: number }>();
  /** By key, as far as `#sorted` says. */
  readonly #words: Word[] = [];
  #sorted = true;
  /** Spelt words by first letter and length. */
  readonly #shapes = new Map<string, Word[]>();
  readonly #firstLetters = new Set<string>();
  readonly #terms = new Set<string>();
  /** That of the view. */
  readonly analyzer: Analyzer;

  constructor(analyzer: Analyzer) {
    this.analyzer = analyzer;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** @param documents how many more have the word */
  add(word: string, documents: number): void {
    const key = wordKey(word);
    if (key === '') return;
    const known = this.#byKey.get(key);
    if (known) {
      known.documents += documents;
      if (documents > known.most) {
        known.word = word;
        known.most = documents;
      }
      return;
    }
    const entry = { word, key, documents, most: documents };
    this.#byKey.set(key, entry);
    this.#words.push(entry);
    this.#sorted = false;
    for (const { term } of tokens(word, this.analyzer)) this.#terms.add(term);
    if (!isSpelt(key)) return;
    this.#firstLetters.add(key[0] as string);
    const shape = `${key[0]}${key.length}`;
    const alike = this.#shapes.get(shape);
    if (alike) alike.push(entry);
    else this.#shapes.set(shape, [entry]);
  }

  find(key: string): Word | undefined {
    return this.#byKey.get(key);
  }

  /** Whether any word becomes this term: the same word in another form. */
  hasTerm(term: string): boolean {
    return this.#terms.has(term);
  }

  /** The most frequent words whose key begins so. */
  completions(prefix: string, most: number): Word[] {
    if (!this.#sorted) this.#words.sort((a, b) => (a.key < b.key ? -1 : 1));
    this.#sorted = true;
    const found: Word[] = [];
    for (let at = this.#firstFrom(prefix); at < this.#words.length && found.length < MOST_LOOKED_AT; at++) {
      const word = this.#words[at] as Word;
      if (!word.key.startsWith(prefix)) break;
      found.push(word);
    }
    return found.sort((a, b) => b.documents - a.documents || (a.key < b.key ? -1 : 1)).slice(0, most);
  }

  #firstFrom(prefix: string): number {
    let from = 0;
    for (let to = this.#words.length; from < to; ) {
      const middle = (from + to) >> 1;
      if ((this.#words[middle] as Word).key < prefix) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /**
   * Words that a misspelt one may have been meant to be, the likeliest first: with one letter wrong, or two in a long word; the
   * first letter right, but for one slip there.
   */
  near(key: string): Word[] {
    const most = key.length >= LONG ? 2 : 1;
    const found = new Map<Word, number>();
    for (const first of new Set(key.slice(0, 2))) {
      for (let length = key.length - most; length <= key.length + most; length++) {
        for (const word of this.#shapes.get(`${first}${length}`) ?? []) {
          const steps = distance(key, word.key, most);
          if (steps <= most && steps > 0) found.set(word, steps);
        }
      }
    }
    for (const letter of this.#firstLetters) {
      for (const other of [`${letter}${key}`, `${letter}${key.slice(1)}`]) {
        const word = other === key ? undefined : this.#byKey.get(other);
        if (word) found.set(word, 1);
      }
    }
    // A slip of the first letter is the least likely.
    const cost = (word: Word) => (found.get(word) as number) + (word.key[0] === key[0] ? 0 : 0.5);
    return [...found.keys()].sort((a, b) => cost(a) - cost(b) || b.documents - a.documents);
  }
}
