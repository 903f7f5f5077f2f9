import { distance, slips } from '../../../lib/text/distance.ts';
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

/** Letters from which on one may be taken for another, and from which on two may be wrong, though not both taken for others. */
const MIDDLING = 6;
const LONG = 8;
/** What a slip of the first letter costs more: it is the least likely. */
const FIRST_LETTER = 5;
/** Words that a completion chooses the most frequent from, at most. */
const MOST_LOOKED_AT = 50_000;
/** Misspelt words of which it is remembered what they may have been meant to be. */
const MOST_REMEMBERED = 5_000;

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
  /** What `near` has found, until a word is added. */
  readonly #near = new Map<string, Word[]>();
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
    this.#near.clear();
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
    const known = this.#near.get(key);
    if (known) return known;
    const found = this.#nearest(key);
    if (this.#near.size >= MOST_REMEMBERED) this.#near.clear();
    this.#near.set(key, found);
    return found;
  }

  /** Words that differ from a short one in one letter, not the first: as often other words as slips. */
  alike(key: string): Word[] {
    if (key.length >= MIDDLING) return [];
    const same = this.#shapes.get(`${key[0]}${key.length}`) ?? [];
    return same
      .filter((word) => word.key !== key && distance(key, word.key, slips.other) <= slips.other)
      .sort((a, b) => b.documents - a.documents);
  }

  #nearest(key: string): Word[] {
    const isLong = key.length >= LONG;
    const most = isLong ? 2 : 1;
    const mostSlips = isLong ? slips.other + slips.gap : key.length >= MIDDLING ? slips.other : slips.gap;
    const found = new Map<Word, number>();
    const note = (word: Word, cost: number) => found.set(word, Math.min(cost, found.get(word) ?? cost));
    for (const first of new Set(key.slice(0, 2))) {
      for (let length = key.length - most; length <= key.length + most; length++) {
        for (const word of this.#shapes.get(`${first}${length}`) ?? []) {
          const cost = distance(key, word.key, mostSlips);
          if (cost > 0 && cost < Number.POSITIVE_INFINITY) {
            note(word, cost + (first === key[0] ? 0 : FIRST_LETTER));
          }
        }
      }
    }
    for (const letter of this.#firstLetters) {
      const [put, replaced] = [this.#byKey.get(letter + key), this.#byKey.get(letter + key.slice(1))];
      if (put) note(put, slips.gap + FIRST_LETTER);
      if (replaced && replaced.key !== key && key.length >= MIDDLING)
        note(replaced, slips.other + FIRST_LETTER);
    }
    const cost = (word: Word) => found.get(word) as number;
    return [...found.keys()].sort((a, b) => cost(a) - cost(b) || b.documents - a.documents);
  }
}
