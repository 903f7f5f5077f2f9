const SECONDS = 60;

/** Events a second, over the last minute (or since the start, where that is less). */
export class Rate {
  readonly #counts = new Float64Array(SECONDS);
  readonly #seconds = new Float64Array(SECONDS).fill(-1);
  readonly #now: () => number;
  readonly #started: number;

  /** @param now seconds of a clock that never goes back */
  constructor(now: () => number = () => performance.now() / 1000) {
    this.#now = now;
    this.#started = now();
  }

  add(): void {
    const second = Math.floor(this.#now());
    const slot = second % SECONDS;
    if (this.#seconds[slot] !== second) {
      this.#seconds[slot] = second;
      this.#counts[slot] = 0;
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  get perSecond(): number {
    const now = this.#now();
    const oldest = Math.floor(now) - SECONDS;
    const counted = this.#counts.reduce(
      (sum, count, slot) => ((this.#seconds[slot] ?? -1) > oldest ? sum + count : sum),
      0,
    );
    return counted / Math.min(SECONDS, Math.max(1, now - this.#started));
  }
}
