import { countIn, numberOf, type PassageTerms, saturation } from './bm25.ts';

/** What a search looks for in one collection, and what tells how that scores there now. */
export interface WordsOfTarget {
  /** How often each encoded term is looked for. */
  terms: ReadonlyMap<string, number>;
  /** How rare a term is; undefined where that is not known. */
  rarity(term: string): number | undefined;
  meanLength(): number | undefined;
}

/** With the terms in one order, and what of BM25 is not a passage's own. */
interface Asked {
  words: WordsOfTarget;
  terms: string[];
  numbers: number[];
  rarities: number[];
  mean: number;
}

/**
 * Scores by words of the rows of candidates. Each is what the server said times how its BM25 has changed since, so that a server
 * that scores somewhat otherwise is followed all the same.
 */
export class WordScores {
  readonly #targets: Asked[];
  /** Terms of the target that has the most. */
  readonly #width: number;
  /** Of each row: of which target, its terms' counts side by side, its length, and by what BM25 is to be multiplied. */
  readonly #of: number[] = [];
  readonly #counts: number[] = [];
  readonly #lengths: number[] = [];
  readonly #factors: number[] = [];

  constructor(targets: readonly WordsOfTarget[]) {
    this.#targets = targets.map((words) => ({
      words,
      terms: [...words.terms.keys()],
      numbers: [...words.terms.keys()].map(numberOf),
      rarities: [],
      mean: 1,
    }));
    this.#width = Math.max(0, ...this.#targets.map(({ terms }) => terms.length));
    this.refresh();
  }

  /** Goes by the statistics as they are now. */
  refresh(): void {
    for (const target of this.#targets) {
      const { words, terms, rarities } = target;
      target.mean = words.meanLength() ?? target.mean;
      terms.forEach((term, index) => {
        const rarity = words.rarity(term);
        if (rarity !== undefined) rarities[index] = rarity * (words.terms.get(term) as number);
        else rarities[index] ??= 0;
      });
    }
  }

  /** A row after the others. @param words its passage and what that scores now; undefined: it keeps the score that it has */
  push(target: number, words: { passage: PassageTerms; score: number } | undefined): void {
    const { numbers } = this.#targets[target] as Asked;
    const row = this.#of.length;
    for (let index = 0; index < this.#width; index++) {
      const term = numbers[index];
      this.#counts.push(words && term !== undefined ? countIn(words.passage, term) : 0);
    }
    this.#of.push(target);
    this.#lengths.push(words?.passage.length ?? 0);
    this.#factors.push(Number.NaN);
    if (words) this.#factors[row] = words.score / this.#bm25(row);
  }

  /** The last row takes its place. */
  remove(row: number): void {
    const last = this.#of.length - 1;
    const width = this.#width;
    this.#counts.copyWithin(row * width, last * width, (last + 1) * width);
    this.#counts.length = last * width;
    for (const column of [this.#of, this.#lengths, this.#factors]) {
      column[row] = column[last] as number;
      column.pop();
    }
  }

  /** The score of the best of a document's passages as the server would tell it; 0 without any of the words. */
  best(
    target: number,
    passages: readonly PassageTerms[],
  ): { score: number; passage: PassageTerms | undefined } {
    const { mean, numbers, rarities } = this.#targets[target] as Asked;
    let best: { score: number; passage: PassageTerms | undefined } = { score: 0, passage: undefined };
    for (const passage of passages) {
      let score = 0;
      numbers.forEach((term, index) => {
        const count = countIn(passage, term);
        if (count > 0) score += (rarities[index] as number) * saturation(count, passage.length, mean);
      });
      if (score > best.score) best = { score, passage };
    }
    return best;
  }

  /** Writes into a column what each row scores now. */
  follow(scores: number[]): void {
    for (let row = 0; row < scores.length; row++) {
      const factor = this.#factors[row] as number;
      if (factor > 0 && !Number.isNaN(scores[row])) scores[row] = factor * this.#bm25(row);
    }
  }

  #bm25(row: number): number {
    const { mean, rarities } = this.#targets[this.#of[row] as number] as Asked;
    const length = this.#lengths[row] as number;
    let sum = 0;
    for (let index = 0; index < rarities.length; index++) {
      const count = this.#counts[row * this.#width + index] as number;
      if (count > 0) sum += (rarities[index] as number) * saturation(count, length, mean);
    }
    return sum;
  }
}
