import { relevanceOf } from '../relevance/relevance.ts';
import type { FusedBranch } from '../search/candidates.ts';
import { onScale, type Scale, scalesOf, worthOf, worthOfAbsent } from '../search/scale.ts';

/** A branch: the score of each row in it, no number where it did not find the document. */
export interface Scored {
  as: FusedBranch;
  scores: number[];
  /** The score of every document that is not in it, where that is known. */
  unmatched: number | undefined;
}

/** Candidates as columns: a row is a document. */
export interface Rows {
  documents: readonly string[];
  targets: readonly number[];
  columns: readonly Scored[];
  /** All candidates of the run are here: their scale can be made anew. */
  isWhole: boolean;
}

/** The rows of the page that `fuse` and `group` make of candidates, in its order. @param first hits of it at most */
export function pageOf(rows: Rows, first: number, minScore: number | undefined): number[] {
  const scores = scoresOf(rows);
  const better = (a: number, b: number) =>
    (scores[b] as number) - (scores[a] as number) || byName(rows, a, b);
  const page: number[] = [];
  for (let row = 0; row < scores.length; row++) {
    const last = page[first - 1];
    if (last !== undefined && better(row, last) > 0) continue;
    if (minScore !== undefined && relevance(rows, row) < minScore) continue;
    let at = page.length;
    while (at > 0 && better(row, page[at - 1] as number) < 0) at--;
    page.splice(at, 0, row);
    if (page.length > first) page.pop();
  }
  return page;
}

/** The order of ties. */
function byName({ targets, documents }: Rows, a: number, b: number): number {
  const by = (targets[a] as number) - (targets[b] as number);
  return by || ((documents[a] as string) < (documents[b] as string) ? -1 : 1);
}

function relevance({ columns, targets }: Rows, row: number): number {
  const found = columns.map(({ scores }) => {
    const score = scores[row] as number;
    return Number.isNaN(score) ? null : ([0, score] as const);
  });
  return relevanceOf(
    columns.map(({ as }) => as),
    { target: targets[row] as number, found },
  );
}

/** Of each row, what the branches say of it. */
function scoresOf(rows: Rows): number[] {
  const { documents, targets, columns } = rows;
  const scales = scalesNow(rows);
  const ranks = scales[0]?.method === 'RECIPROCAL_RANK' ? ranksOf(rows, scales) : undefined;
  const sums = documents.map(() => 0);
  columns.forEach(({ as, scores }, index) => {
    const scale = scales[index] as Scale;
    const absent = worthOfAbsent(scale);
    for (let row = 0; row < scores.length; row++) {
      const weight = as.weights[targets[row] as number] ?? 0;
      const score = scores[row] as number;
      const worth = Number.isNaN(score) ? absent : worthOf(scale, score, ranks?.[index]?.[row] ?? 0);
      sums[row] = (sums[row] as number) + weight * worth;
    }
  });
  return sums;
}

/** As `weigh` makes them: one for the branches by meaning together, one for the branch by words. */
function scalesNow({ columns, isWhole }: Rows): Scale[] {
  const were = columns.map(({ as }) => as.scale);
  if (!isWhole) return were;
  const method = were[0]?.method ?? 'RAW';
  return (['SEMANTIC', 'KEYWORD'] as const).flatMap((kind) => {
    const some = columns.filter(({ as }) => as.kind === kind);
    const scored = some.map(({ scores, unmatched, as }) => ({
      scores: scores.filter((score) => !Number.isNaN(score)),
      unmatched,
      by: as.scale.by,
    }));
    return some.length > 0 ? scalesOf(method, scored) : [];
  });
}

/** By branch and row, from 1: branches by meaning have one order together. */
function ranksOf(rows: Rows, scales: readonly Scale[]): number[][] {
  const ranks = rows.columns.map((): number[] => []);
  for (const kind of ['SEMANTIC', 'KEYWORD']) {
    const all = rows.columns.flatMap(({ as, scores }, index) =>
      as.kind === kind
        ? scores.map((score, row) => ({ index, row, value: onScale(scales[index]?.by, score) }))
        : [],
    );
    const found = all.filter(({ value }) => !Number.isNaN(value));
    found.sort((a, b) => b.value - a.value || a.index - b.index || byName(rows, a.row, b.row));
    found.forEach(({ index, row }, place) => {
      (ranks[index] as number[])[row] = place + 1;
    });
  }
  return ranks;
}
