import type { Pooling } from '../models/model-card.ts';

export interface WorkerSetup {
  /** Paths of the ONNX file and of tokenizer.json. */
  weights: string;
  tokenizer: string;
  maxTokens: number;
  padId: number;
  /** Found out from the graph where not given. */
  pooling?: Pooling | undefined;
  /** Found out by a trial where not given. */
  alone?: boolean | undefined;
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

/** What loading a model and trying it has shown: the worker's first message. */
export interface Loaded {
  dimensions: number;
  pooling: Pooling;
  alone: boolean;
}
