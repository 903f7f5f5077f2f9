import type { Protocol } from '../inference/protocol.ts';

/** Of a thread with a cross-encoder. */
export interface RerankProtocol extends Protocol {
  setup: {
    /** Paths of the ONNX file and of tokenizer.json. */
    weights: string;
    tokenizer: string;
    /** Tokens of a query and a document together, marks included. */
    maxTokens: number;
    threads: number;
  };
  job: { type: 'score'; query: string; documents: string[] };
  results: { score: Scored[] };
  loaded: object;
}

/** How well a document answers a query. */
export interface Scored {
  /** The model's logit: the higher the better. */
  logit: number;
  /** Read by the model, marks included. */
  tokens: number;
}
