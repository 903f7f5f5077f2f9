import type { FacetInterval } from '../../../schema/generated/query.ts';

const UNITS: readonly FacetInterval[] = ['YEAR', 'MONTH', 'DAY'];
/** How much of an ISO 8601 text names it, counted from the end: years may have more than four digits. */
const LABEL_END: Record<FacetInterval, number> = { YEAR: -20, MONTH: -17, DAY: -14 };
/** The first and the last moment that a date can be. */
const FARTHEST_MS = 8.64e15;

/**
 * The day, month or year in UTC that holds a moment.
 * @param time epoch milliseconds
 */
export function intervalOf(
  time: number,
  interval: FacetInterval,
): { from: number; to: number; label: string } {
  const from = orElse(boundary(time, interval, 0), -FARTHEST_MS);
  const to = orElse(boundary(time, interval, 1), FARTHEST_MS);
  return { from, to, label: new Date(from).toISOString().slice(0, LABEL_END[interval]) };
}

/** Where the interval begins, or the one so many after it; NaN where that is no date. */
function boundary(time: number, interval: FacetInterval, ahead: number): number {
  const date = new Date(time);
  const unit = UNITS.indexOf(interval);
  const parts = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const [year, month, day] = parts.map((part, place) => {
    if (place === unit) return part + ahead;
    return place < unit ? part : place === 2 ? 1 : 0;
  }) as [number, number, number];
  // Date.UTC takes the years 0 to 99 for those of the last century.
  return new Date(0).setUTCFullYear(year, month, day);
}

const orElse = (time: number, other: number) => (Number.isNaN(time) ? other : time);
