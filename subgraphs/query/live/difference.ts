import type { SearchChangeKind } from '../../../schema/generated/query.ts';
import type { ShownHit } from '../pages/present.ts';

/** What became of one document of a page. */
export interface PageChange {
  kind: SearchChangeKind;
  /** As it is now; as it was, where it left. */
  hit: ShownHit;
  /** Places from 0; undefined where it is not in that page. */
  place?: number;
  previousPlace?: number;
}

/** Tells documents of a page apart. */
export const hitKey = ({ target, row }: ShownHit): string => `${target.collection.id} ${row.document}`;

/**
 * What makes one page of another, in as few steps as there can be: what leaves, then what enters, moves or changes, by its
 * place now. Whoever takes out of a list what LEFT and MOVED, and puts in what ENTERED and MOVED at its place in this order,
 * has the page.
 */
export function difference(before: readonly ShownHit[], now: readonly ShownHit[]): PageChange[] {
  const previous = new Map(before.map((hit, place) => [hitKey(hit), { hit, place }]));
  const current = new Set(now.map(hitKey));
  const left = [...previous.values()]
    .filter(({ hit }) => !current.has(hitKey(hit)))
    .map(({ hit, place }): PageChange => ({ kind: 'LEFT', hit, previousPlace: place }));
  const stayed = now.flatMap((hit) => previous.get(hitKey(hit))?.place ?? []);
  const inOrder = longestIncreasing(stayed);
  const others = now.flatMap((hit, place): PageChange[] => {
    const known = previous.get(hitKey(hit));
    if (!known) return [{ kind: 'ENTERED', hit, place }];
    const places = { place, previousPlace: known.place };
    if (!inOrder.has(known.place)) return [{ kind: 'MOVED', hit, ...places }];
    return sameHit(known.hit, hit) ? [] : [{ kind: 'CHANGED', hit, ...places }];
  });
  return [...left, ...others];
}

/** Whether both show the same passages of the same revisions. */
function sameHit(a: ShownHit, b: ShownHit): boolean {
  const keys = ({ row, collapsed, group }: ShownHit) => [
    row.key,
    collapsed,
    group?.hits.map((one) => one.row.key),
  ];
  return JSON.stringify(keys(a)) === JSON.stringify(keys(b));
}

/** The members of a longest increasing subsequence of different numbers (patience sorting). */
function longestIncreasing(numbers: readonly number[]): Set<number> {
  const tails: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of numbers) {
    let at = tails.findIndex((tail) => tail > number);
    if (at < 0) at = tails.length;
    before.set(number, tails[at - 1]);
    tails[at] = number;
  }
  const members = new Set<number>();
  for (let number = tails.at(-1); number !== undefined; number = before.get(number)) members.add(number);
  return members;
}
