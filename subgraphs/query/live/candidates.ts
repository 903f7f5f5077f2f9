import { allPlaces } from '../pages/places.ts';
import type { Snapshot } from '../pages/snapshot.ts';
import type { SearchRequest } from '../search/request.ts';
import type { PassageTerms } from './bm25.ts';
import { pageOf, type Scored } from './order.ts';
import { WordScores, type WordsOfTarget } from './word-scores.ts';

/** A changed document, as a search compares it. */
export interface Newcomer {
  /** Of its nearest passage; undefined where the search does not go by vectors there. */
  cosine: number | undefined;
  terms: readonly PassageTerms[];
}

/** A branch, and what of it is known. */
interface Column extends Scored {
  /** By target: of how many documents it knows that they are the best. */
  room: number[];
  count: number[];
  /** By target, the score that a document must be above to come in, while that is known. */
  bars: (number | undefined)[];
}

/** What of a run is looked at. */
interface Found {
  request: SearchRequest;
  snapshot: Pick<Snapshot, 'places' | 'branches' | 'exact'>;
}

/**
 * The candidates of a standing search, kept as a run would find them: a changed document takes its place among them, and scores by
 * words follow the statistics. So it is told without asking whether the page is still the same. They are kept as columns, because
 * a thousand searches have some hundreds each.
 */
export class Candidates {
  readonly #result: Found;
  readonly #first: number;
  readonly #documents: string[] = [];
  readonly #targets: number[] = [];
  readonly #rows: Map<string, number>[];
  readonly #columns: Column[];
  readonly #words: WordScores;
  /** All candidates of the run are here: what they make together can be reckoned anew. */
  readonly #isWhole: boolean;
  readonly #page: string;

  /**
   * @param first hits of a page
   * @param words by target, what the search looks for there and how that scores
   * @param passages by target and key, the terms of the candidates that have some of the words
   */
  constructor(
    result: Found,
    first: number,
    words: readonly WordsOfTarget[],
    passages: readonly ReadonlyMap<string, PassageTerms>[],
  ) {
    const { request, snapshot } = result;
    this.#result = result;
    this.#first = first;
    this.#words = new WordScores(words);
    this.#rows = request.targets.map(() => new Map());
    this.#columns = snapshot.branches.map((as) => ({
      as,
      scores: [],
      unmatched: undefined,
      room: [],
      count: request.targets.map(() => 0),
      bars: [],
    }));
    for (const [place, { target, document, found }] of allPlaces(snapshot.places).entries()) {
      const scores = found.map((one) => one?.[1] ?? Number.NaN);
      const at = this.#columns.findIndex(({ as }) => as.kind === 'KEYWORD');
      const passage = passages[target]?.get(snapshot.places.keys[place] as string);
      this.#add(target, document, scores, passage && { passage, score: scores[at] as number });
    }
    for (const column of this.#columns) {
      const { as, scores, count } = column;
      const least = Math.min(...scores.filter((score) => !Number.isNaN(score)));
      // What is below all that was found is the score of what was not.
      if (as.scale.least < least) column.unmatched = as.scale.least;
      const isAll = snapshot.exact || column.unmatched !== undefined;
      column.room = count.map((there) => (isAll ? Math.max(request.candidates, there) : there));
    }
    this.#isWhole = this.#columns.every(
      ({ as, count }) => count.reduce((sum, there) => sum + there, 0) === as.documents,
    );
    this.#page = this.#pageNow();
  }

  /**
   * Lets documents that have changed take the places that a run would give them; those without anything are not there any more.
   * @returns whether a run would show another page than the last one did
   */
  become(target: number, changed: readonly (readonly [document: string, Newcomer | undefined])[]): boolean {
    this.#words.refresh();
    for (const { as, scores } of this.#columns) if (as.kind === 'KEYWORD') this.#words.follow(scores);
    for (const column of this.#columns) column.bars = [];
    for (const [document, newcomer] of changed) {
      const known = this.#rows[target]?.get(document);
      if (known !== undefined) this.#remove(known);
      if (newcomer) this.#take(target, document, newcomer);
    }
    return this.#pageNow() !== this.#page;
  }

  #take(target: number, document: string, { cosine, terms }: Newcomer): void {
    const { score: words, passage } = this.#words.best(target, terms);
    const scores = this.#columns.map(({ as }) => {
      if ((as.weights[target] ?? null) === null) return Number.NaN;
      return as.kind === 'KEYWORD' ? words || Number.NaN : (cosine ?? Number.NaN);
    });
    // Most of what is written is no candidate.
    if (this.#columns.every((column, index) => !(this.#bar(column, target) < (scores[index] as number))))
      return;
    this.#add(target, document, scores, passage && { passage, score: words });
    for (const column of this.#columns) {
      column.bars = [];
      this.#leaveOut(column, target);
    }
  }

  #add(
    target: number,
    document: string,
    scores: readonly number[],
    words: { passage: PassageTerms; score: number } | undefined,
  ): void {
    const row = this.#documents.length;
    this.#rows[target]?.set(document, row);
    this.#documents.push(document);
    this.#targets.push(target);
    this.#words.push(target, words);
    this.#columns.forEach((column, index) => {
      const score = scores[index] as number;
      column.scores.push(score);
      if (!Number.isNaN(score)) column.count[target] = (column.count[target] ?? 0) + 1;
    });
  }

  /** The last row takes its place. */
  #remove(row: number): void {
    const target = this.#targets[row] as number;
    this.#rows[target]?.delete(this.#documents[row] as string);
    for (const column of this.#columns) {
      column.bars = [];
      if (!Number.isNaN(column.scores[row])) this.#shrink(column, target);
    }
    const last = this.#documents.length - 1;
    if (row < last) this.#rows[this.#targets[last] as number]?.set(this.#documents[last] as string, row);
    const columns = [this.#documents, this.#targets, ...this.#columns.map(({ scores }) => scores)];
    for (const column of columns as unknown[][]) {
      column[row] = column[last];
      column.pop();
    }
    this.#words.remove(row);
  }

  /** Of a branch that has not found all, whatever comes after the ones left is not known. */
  #shrink({ count, room, unmatched }: Column, target: number): void {
    count[target] = (count[target] ?? 1) - 1;
    const isAll = this.#result.snapshot.exact || unmatched !== undefined;
    if (!isAll) room[target] = (room[target] ?? 1) - 1;
  }

  /** The score that a document of a target must be above to come into a branch. */
  #bar(column: Column, target: number): number {
    const { bars, count, room } = column;
    const known = bars[target];
    if (known !== undefined) return known;
    const isFull = (count[target] ?? 0) >= (room[target] ?? 0);
    const worst = isFull ? this.#worst(column, target) : -1;
    const bar = worst < 0 ? Number.NEGATIVE_INFINITY : (column.scores[worst] as number);
    bars[target] = bar;
    return bar;
  }

  #worst({ scores }: Column, target: number): number {
    let worst = -1;
    for (let row = 0; row < scores.length; row++) {
      const score = scores[row] as number;
      if (this.#targets[row] !== target || Number.isNaN(score)) continue;
      if (worst < 0 || score < (scores[worst] as number)) worst = row;
    }
    return worst;
  }

  /** The worst of a branch that has more than it knows to be the best. */
  #leaveOut(column: Column, target: number): void {
    const { scores, count, room } = column;
    if ((count[target] ?? 0) <= (room[target] ?? 0)) return;
    const worst = this.#worst(column, target);
    if (worst < 0) return;
    scores[worst] = Number.NaN;
    count[target] = (count[target] ?? 1) - 1;
    column.unmatched = undefined;
    if (this.#columns.every((other) => Number.isNaN(other.scores[worst]))) this.#remove(worst);
  }

  #pageNow(): string {
    const order = {
      documents: this.#documents,
      targets: this.#targets,
      columns: this.#columns,
      isWhole: this.#isWhole,
    };
    const page = pageOf(order, this.#first, this.#result.request.minScore);
    return page.map((row) => `${this.#targets[row]} ${this.#documents[row]}`).join('\n');
  }
}
