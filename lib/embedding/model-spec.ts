/** How the vectors of tokens become the vector of a text. NONE: the model does it itself. */
export type Pooling = 'MEAN' | 'CLS' | 'NONE';

/** A model in a folder of the embedding service; what is given here wins over what the folder says. */
export interface FolderSource {
  kind: 'FOLDER';
  folder: string;
  pooling?: Pooling;
  queryPrefix?: string;
  passagePrefix?: string;
  maxTokens?: number;
}

/** A model at another OpenAI-compatible server. */
export interface OpenAiSource {
  kind: 'OPENAI';
  /** With or without `/v1`. */
  url: string;
  /** The model's name there. */
  remoteModel: string;
  /** The environment variable that holds the key: the key itself is nowhere else. */
  apiKeyVariable?: string;
  /** Asked for in each request, because the model's own size is another. */
  dimensions?: number;
  queryPrefix?: string;
  passagePrefix?: string;
  maxTokens?: number;
}

/** Where a model runs. SERVICE: the deployment's own embedding server offers it. */
export type ModelSource = { kind: 'SERVICE' } | FolderSource | OpenAiSource;

/** An embedding model, wherever it runs: what the registry keeps of it. */
export interface ModelSpec {
  name: string;
  /** Another version means other vectors, which must not be mixed with those of this one. */
  version: string;
  dimensions: number;
  /** Tokens that the model reads of a text, its own marks and the prefix included. */
  maxTokens: number;
  languages: string[];
  /** null where nobody says. */
  pooling: Pooling | null;
  queryPrefix: string;
  passagePrefix: string;
  source: ModelSource;
  /** SHA-256 of the weights; null where they are on another server. */
  hash: string | null;
  license: string | null;
}

/** What is known of a model that no registry knows: the deployment's server must offer it. */
export function serviceModel(model: { name: string; version: string; dimensions: number }): ModelSpec {
  return {
    ...model,
    maxTokens: 512,
    languages: [],
    pooling: null,
    queryPrefix: '',
    passagePrefix: '',
    source: { kind: 'SERVICE' },
    hash: null,
    license: null,
  };
}
