import type { Pooling } from '../models/model-card.ts';

/** What a kind of worker thread is told, can be asked for and answers. */
export interface Protocol {
  setup: object;
  job: { type: string };
  /** By the job's type. */
  results: object;
  /** What loading has shown: the thread's first message. */
  loaded: object;
}

/** What a thread answers to one kind of job. */
export type ResultOf<P extends Protocol, J extends P['job']> = P['results'][J['type'] & keyof P['results']];

export interface Call<Job> {
  id: number;
  job: Job;
}

export type Answer<Result> = { id: number; result: Result } | { id: number; error: string };

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

/** What a thread with an embedding model can be asked for. */
export type Job =
  | { type: 'encode'; texts: { prefix: string; text: string }[] }
  | { type: 'count'; texts: string[] }
  | { type: 'embed'; rows: Int32Array[] };

/** What it answers to each. */
export interface Results {
  encode: Int32Array[];
  count: number[];
  /** `[rows × dimensions]`. */
  embed: Float32Array;
}

/** What loading a model and trying it has shown. */
export interface Loaded {
  dimensions: number;
  pooling: Pooling;
  alone: boolean;
}

export interface EmbeddingProtocol extends Protocol {
  setup: WorkerSetup;
  job: Job;
  results: Results;
  loaded: Loaded;
}
