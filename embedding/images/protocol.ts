import type { Protocol } from '../inference/protocol.ts';

/** How a picture becomes numbers. */
export interface Preprocessing {
  /** Width and height that it is brought to, in pixels; what does not fit is cut off at the sides. */
  size: number;
  /** Of red, green and blue, from 0 to 1: (value - mean) / deviation. */
  mean: readonly [number, number, number];
  deviation: readonly [number, number, number];
}

/** What turns text into vectors of the same space as those of images. */
export interface TextTower {
  /** Paths of the ONNX file and of tokenizer.json. */
  weights: string;
  tokenizer: string;
  maxTokens: number;
}

/** Of a thread with an image model. */
export interface ImageProtocol extends Protocol {
  setup: { vision: string; preprocessing: Preprocessing; text: TextTower | undefined; threads: number };
  job: { type: 'image'; bytes: Uint8Array } | { type: 'text'; text: string };
  results: {
    /** A unit vector, or why the picture cannot be read. */
    image: Float32Array | string;
    /** A unit vector. */
    text: Float32Array;
  };
  loaded: { dimensions: number };
}
