/** What a run of requests took. */
export interface Load {
  /** Requests a second over the whole run. */
  perSecond: number;
  /** Percentiles of the time of one request, in milliseconds. */
  p50: number;
  p95: number;
  p99: number;
}

/**
 * A closed loop: `concurrency` callers, each sending its next request when its last one was answered, until `total` were
 * sent. `request` gets the number of the request, from 0.
 */
export async function load(
  total: number,
  concurrency: number,
  request: (n: number) => Promise<unknown>,
): Promise<Load> {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let n = next++; n < total; n = next++) {
        const sent = performance.now();
        await request(n);
        times.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const percentile = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { perSecond: total / seconds, p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
}
