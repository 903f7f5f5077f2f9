/** Cumulative counts of a histogram by upper bound, such as `[0.1, 3], [0.5, 7], [Infinity, 8]`. */
export type Buckets = ReadonlyMap<number, number>;

/**
 * The value below which the share `q` (0 to 1) of the observations lies, interpolated linearly within its bucket;
 * null without observations. A value beyond the last finite bound is shown as that bound.
 * The rules are those of Prometheus's histogram_quantile
 * (https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile).
 */
export function histogramQuantile(q: number, buckets: Buckets): number | null {
  const bounds = [...buckets.keys()].sort((a, b) => a - b);
  const counts = ascending(bounds.map((bound) => buckets.get(bound) ?? 0));
  const total = counts.at(-1) ?? 0;
  if (bounds.at(-1) !== Infinity || bounds.length < 2 || total <= 0) return null;

  const rank = q * total;
  const place = counts.findIndex((count) => count >= rank);
  const upper = bounds[place] ?? Infinity;
  if (upper === Infinity) return bounds[place - 1] ?? null;
  if (place === 0 && upper <= 0) return upper;
  const lower = place === 0 ? 0 : (bounds[place - 1] ?? 0);
  const below = place === 0 ? 0 : (counts[place - 1] ?? 0);
  const inside = (counts[place] ?? 0) - below;
  return inside === 0 ? upper : lower + ((upper - lower) * (rank - below)) / inside;
}

/** Buckets read while observations arrive can fall by a hair; cumulative counts never do. */
function ascending(counts: number[]): number[] {
  let most = 0;
  return counts.map((count) => {
    most = Math.max(most, count);
    return most;
  });
}
