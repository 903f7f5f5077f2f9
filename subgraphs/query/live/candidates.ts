import { allPlaces } from '../pages/places.ts';
import type { Snapshot } from '../pages/snapshot.ts';
import { relevanceOf } from '../relevance/relevance.ts';
import type { FusedBranch } from '../search/candidates.ts';
import type { SearchRequest } from '../search/request.ts';
import { onScale, type Scale, scalesOf, worthOf, worthOfAbsent } from '../search/scale.ts';
import type { PassageTerms } from './bm25.ts';
import { WordScores, type WordsOfTarget } from './word-scores.ts';

/** A changed document, as a search compares it. */
export interface Newcomer {
  /** Of its nearest passage; undefined where the search does not go by vectors there. */
  cosine: number | undefined;
  terms: readonly PassageTerms[];
}

/** A branch: the score of each row in it, no number where it did not find the document. */
interface Column {
  as: FusedBranch;
  scores: number[];
  /** The score of every document that is not in it, where that is known. */
  unmatched: number | undefined;
  /** By target: of how many documents it knows that they are the best. */
  room: number[];
  count: number[];
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
    if (scores.every(Number.isNaN)) return;
    this.#add(target, document, scores, passage && { passage, score: words });
    for (const column of this.#columns) this.#leaveOut(column, target);
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

  /** The worst of a branch that has more than it knows to be the best. */
  #leaveOut(column: Column, target: number): void {
    const { scores, count, room } = column;
    if ((count[target] ?? 0) <= (room[target] ?? 0)) return;
    let worst = -1;
    scores.forEach((score, row) => {
      if (this.#targets[row] !== target || Number.isNaN(score)) return;
      if (worst < 0 || score < (scores[worst] as number)) worst = row;
    });
    if (worst < 0) return;
    scores[worst] = Number.NaN;
    count[target] = (count[target] ?? 1) - 1;
    column.unmatched = undefined;
    if (this.#columns.every((other) => Number.isNaN(other.scores[worst]))) this.#remove(worst);
  }

  /** The documents of the page as it would be now, in their order. */
  #pageNow(): string {
    const keyword = this.#columns.find(({ as }) => as.kind === 'KEYWORD');
    if (keyword) this.#words.follow(keyword.scores);
    const scores = this.#scores();
    const { minScore } = this.#result.request;
    const better = (a: number, b: number) => {
      const by = (scores[b] as number) - (scores[a] as number);
      return by || (this.#targets[a] as number) - (this.#targets[b] as number) || this.#byName(a, b);
    };
    const page: number[] = [];
    for (let row = 0; row < scores.length; row++) {
      const last = page[this.#first - 1];
      if (last !== undefined && better(row, last) > 0) continue;
      if (minScore !== undefined && this.#relevance(row) < minScore) continue;
      let at = page.length;
      while (at > 0 && better(row, page[at - 1] as number) < 0) at--;
      page.splice(at, 0, row);
      if (page.length > this.#first) page.pop();
    }
    return page.map((row) => `${this.#targets[row]} ${this.#documents[row]}`).join('\n');
  }

  #byName(a: number, b: number): number {
    return (this.#documents[a] as string) < (this.#documents[b] as string) ? -1 : 1;
  }

  #relevance(row: number): number {
    const found = this.#columns.map(({ scores }) => {
      const score = scores[row] as number;
      return Number.isNaN(score) ? null : ([0, score] as const);
    });
    return relevanceOf(this.#result.snapshot.branches, { target: this.#targets[row] as number, found });
  }

  /** Of each row, as `fuse` adds them. */
  #scores(): number[] {
    const scales = this.#scales();
    const ranks = scales[0]?.method === 'RECIPROCAL_RANK' ? this.#ranks(scales) : undefined;
    const sums = this.#documents.map(() => 0);
    this.#columns.forEach(({ as, scores }, index) => {
      const scale = scales[index] as Scale;
      const absent = worthOfAbsent(scale);
      for (let row = 0; row < scores.length; row++) {
        const weight = as.weights[this.#targets[row] as number] ?? 0;
        const score = scores[row] as number;
        const worth = Number.isNaN(score) ? absent : worthOf(scale, score, ranks?.[index]?.[row] ?? 0);
        sums[row] = (sums[row] as number) + weight * worth;
      }
    });
    return sums;
  }

  #scales(): Scale[] {
    const were = this.#columns.map(({ as }) => as.scale);
    if (!this.#isWhole) return were;
    const scored = this.#columns.map(({ scores, unmatched, as }) => ({
      scores: scores.filter((score) => !Number.isNaN(score)),
      unmatched,
      by: as.scale.by,
      kind: as.kind,
    }));
    const method = were[0]?.method ?? 'RAW';
    const semantic = scored.filter(({ kind }) => kind === 'SEMANTIC');
    const keyword = scored.filter(({ kind }) => kind === 'KEYWORD');
    return [semantic, keyword].flatMap((some) => (some.length > 0 ? scalesOf(method, some) : []));
  }

  /** By branch and row, from 1: branches by meaning have one order together. */
  #ranks(scales: readonly Scale[]): number[][] {
    const ranks = this.#columns.map((): number[] => []);
    for (const kind of ['SEMANTIC', 'KEYWORD']) {
      const all = this.#columns.flatMap(({ as, scores }, index) =>
        as.kind === kind
          ? scores.map((score, row) => ({ index, row, value: onScale(scales[index]?.by, score) }))
          : [],
      );
      const found = all.filter(({ value }) => !Number.isNaN(value));
      const byTarget = (a: number, b: number) => (this.#targets[a] as number) - (this.#targets[b] as number);
      found.sort(
        (a, b) =>
          b.value - a.value || a.index - b.index || byTarget(a.row, b.row) || this.#byName(a.row, b.row),
      );
      found.forEach(({ index, row }, place) => {
        (ranks[index] as number[])[row] = place + 1;
      });
    }
    return ranks;
  }
}
