/** How much of embedding a batch should be, in seconds: progress is told once a batch. */
const SECONDS = 5;
const FIRST_BYTES = 32 * 1024;
const LEAST_BYTES = 8 * 1024;
const MOST_BYTES = 512 * 1024;

/** How many bytes of text the next batch may have, so that it is closed after about five seconds on any machine. */
export interface Budget {
  readonly bytes: number;
  /** Learns from a batch of so many bytes that took so many seconds. */
  learn(bytes: number, seconds: number): void;
}

export function batchBudget(): Budget {
  let bytes = FIRST_BYTES;
  return {
    get bytes() {
      return bytes;
    },
    learn(batch, seconds) {
      // A small batch says more of the overhead than of the pace.
      if (batch < LEAST_BYTES || seconds <= 0) return;
      bytes = Math.round(Math.min(MOST_BYTES, Math.max(LEAST_BYTES, (batch / seconds) * SECONDS)));
    },
  };
}
