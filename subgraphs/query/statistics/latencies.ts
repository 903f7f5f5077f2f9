/** Bounds of the buckets grow by so much: what is read from them is at most 5 % off. */
const GROWTH = 1.1;
const LEAST_MS = 0.05;
/** The last one ends above ten minutes. */
const BUCKETS = 172;

/** How long things took, in a fixed amount of memory. */
export class Latencies {
  readonly #counts = new Uint32Array(BUCKETS);
  #count = 0;
  #sum = 0;

  add(milliseconds: number): void {
    const bucket = Math.ceil(Math.log(milliseconds / LEAST_MS) / Math.log(GROWTH));
    const index = Math.min(BUCKETS - 1, Math.max(0, bucket));
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count++;
    this.#sum += milliseconds;
  }

  /** 0 before the first. */
  get mean(): number {
    return this.#count ? this.#sum / this.#count : 0;
  }

  /** The time that this share of them took at most; 0 before the first. @param share 0 to 1 */
  percentile(share: number): number {
    if (this.#count === 0) return 0;
    let left = Math.max(1, Math.ceil(share * this.#count));
    const bucket = this.#counts.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    // The middle of the bucket, on a logarithmic scale.
    return bucket === 0 ? LEAST_MS : LEAST_MS * GROWTH ** (bucket - 0.5);
  }
}
