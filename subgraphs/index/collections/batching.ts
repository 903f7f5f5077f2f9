import { userError } from '../../../lib/errors.ts';
import type { BatchingInput } from '../../../schema/generated/index.ts';

/** How changes are gathered into batches. */
export interface BatchingSettings {
  /** A batch is closed at so many documents. */
  maxDocuments: number;
  /** A batch takes as much text as is embedded in about so many seconds. */
  maxSeconds: number;
  /** How long a batch that is not full waits for more, in seconds. */
  lingerSeconds: number;
}

const RANGES: Record<keyof BatchingSettings, [number, number]> = {
  maxDocuments: [1, 1_000],
  maxSeconds: [1, 60],
  lingerSeconds: [0, 300],
};

/** What of the batching a collection sets itself. @throws BAD_USER_INPUT */
export function checkBatching(
  input: BatchingInput | null | undefined,
  current: Partial<BatchingSettings> = {},
): Partial<BatchingSettings> {
  const given = Object.entries(input ?? {}).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const [least, most] = RANGES[name as keyof BatchingSettings];
    if (value !== null && !(value >= least && value <= most)) {
      throw userError.badInput(`input.batching.${name}`, `must be from ${least} to ${most}, not ${value}.`);
    }
  }
  const merged = Object.entries({ ...current, ...Object.fromEntries(given) });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}
