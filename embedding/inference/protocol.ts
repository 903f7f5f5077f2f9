import type { ModelCard } from '../model-card.ts';

export interface WorkerSetup {
  modelDir: string;
  card: ModelCard;
  threads: number;
}

/** What the worker thread can be asked for. */
export type Job =
  | { type: 'encode'; texts: { prefix: string; text: string }[] }
  | { type: 'count'; texts: string[] }
  | { type: 'embed'; rows: Int32Array[] };

export interface Call {
  id: number;
  job: Job;
}

/** What it answers to each. */
export interface Results {
  encode: Int32Array[];
  count: number[];
  /** `[rows × dimensions]`. */
  embed: Float32Array;
}

export type Answer = { id: number; result: Results[keyof Results] } | { id: number; error: string };
