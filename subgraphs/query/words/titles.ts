import { units } from '../../../lib/text/tokens.ts';

/** A title that a document has, or had a moment ago. */
export interface TitleEntry {
  document: string;
  title: string;
  /** Its words, each with a mark before and after it. */
  key: string;
}

const MARK = '\x1f';
/** Titles that are compared for one prefix, at most. */
const MOST_COMPARED = 3_000;

/** What a prefix looks for in the keys of titles: its words, the last of which may be the beginning of one. */
export function prefixKey(prefix: string): string {
  const words = units(prefix, 'EXACT');
  const end = words.at(-1)?.end ?? 0;
  // After a space the last word is whole.
  const whole = /\s/u.test(prefix.slice(end)) ? MARK : '';
  return words.length === 0 ? '' : `${MARK}${words.map(({ term }) => term).join(MARK)}${whole}`;
}

/** The titles of one collection (of one tenant) in memory, found by the beginnings of their words. */
export class Titles {
  readonly #entries = new Map<number, TitleEntry>();
  readonly #byWord = new Map<string, Set<number>>();
  /** By document: its entries, the newest last. */
  readonly #byDocument = new Map<string, number[]>();
  #words: string[] = [];
  #sorted = true;
  #next = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** Adds the newest title of a document beside those that it had. */
  add(document: string, title: string): void {
    const its = this.#byDocument.get(document) ?? [];
    if (this.#entries.get(its.at(-1) ?? -1)?.title === title) return;
    const words = units(title, 'EXACT').map(({ term }) => term);
    if (words.length === 0) return;
    const id = this.#next++;
    this.#entries.set(id, { document, title, key: `${MARK}${words.join(MARK)}${MARK}` });
    this.#byDocument.set(document, [...its, id]);
    for (const word of new Set(words)) {
      const known = this.#byWord.get(word);
      if (known) known.add(id);
      else {
        this.#byWord.set(word, new Set([id]));
        this.#words.push(word);
        this.#sorted = false;
      }
    }
  }

  /** Forgets the titles that a document had before its newest, or all of them. */
  forget(document: string, which: 'EARLIER' | 'ALL'): void {
    const its = this.#byDocument.get(document) ?? [];
    const gone = which === 'ALL' ? its : its.slice(0, -1);
    for (const id of gone) this.#remove(id);
    if (which === 'ALL') this.#byDocument.delete(document);
    else if (gone.length > 0) this.#byDocument.set(document, its.slice(-1));
  }

  #remove(id: number): void {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    for (const word of entry?.key.split(MARK) ?? []) this.#byWord.get(word)?.delete(id);
  }

  /** Titles that begin so, then those with a word from which on they go so; the shortest first. @param key of the prefix */
  find(key: string): TitleEntry[] {
    const found: TitleEntry[] = [];
    for (const id of this.#mayHave(key)) {
      const entry = this.#entries.get(id);
      if (entry?.key.includes(key)) found.push(entry);
    }
    const rank = (entry: TitleEntry) => (entry.key.startsWith(key) ? 0 : 1);
    return found.sort(
      (a, b) =>
        rank(a) - rank(b) ||
        a.title.length - b.title.length ||
        (a.title < b.title ? -1 : a.title > b.title ? 1 : 0),
    );
  }

  /** Entries with the rarest whole word of the prefix, or with a word that begins as its only one. */
  #mayHave(key: string): Iterable<number> {
    const words = key.split(MARK).slice(1);
    const last = words.pop() ?? '';
    if (words.length > 0) {
      const sets = words.map((word) => this.#byWord.get(word) ?? new Set<number>());
      return sets.sort((a, b) => a.size - b.size)[0] ?? [];
    }
    if (!this.#sorted) this.#words.sort();
    this.#sorted = true;
    const found: number[] = [];
    for (let at = firstFrom(this.#words, last); at < this.#words.length; at++) {
      const word = this.#words[at] as string;
      if (!word.startsWith(last) || found.length >= MOST_COMPARED) break;
      for (const id of this.#byWord.get(word) ?? []) {
        if (found.push(id) >= MOST_COMPARED) break;
      }
    }
    return found;
  }
}

function firstFrom(words: readonly string[], prefix: string): number {
  let from = 0;
  for (let to = words.length; from < to; ) {
    const middle = (from + to) >> 1;
    if ((words[middle] as string) < prefix) from = middle + 1;
    else to = middle;
  }
  return from;
}
