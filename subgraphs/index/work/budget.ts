const FIRST_BYTES = 32 * 1024;
const LEAST_BYTES = 8 * 1024;
const MOST_BYTES = 512 * 1024;

/** How many bytes of text the next batch may have, so that it takes about the same time on any machine. */
export interface Budget {
  readonly bytes: number;
  /** Learns from a batch of so many bytes that took so many seconds. */
  learn(bytes: number, seconds: number): void;
}

/** @param batchSeconds how much of embedding a batch should be: progress is told once a batch */
export function batchBudget(batchSeconds: number): Budget {
  let bytes = FIRST_BYTES;
  return {
    get bytes() {
      return bytes;
    },
    learn(batch, seconds) {
      // A small batch says more of the overhead than of the pace.
      if (batch < LEAST_BYTES || seconds <= 0) return;
      bytes = Math.round(Math.min(MOST_BYTES, Math.max(LEAST_BYTES, (batch / seconds) * batchSeconds)));
    },
  };
}
