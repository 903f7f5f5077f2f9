import { join } from 'node:path';
import type { Settings } from '../lib/settings.ts';

export interface EmbeddingConfig {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Folders in which each folder is a model that is offered by the folder's name. */
  modelDirs: readonly string[];
  /** Folders that clients may name folders of models in, beside those of the models that are offered. @default [] */
  permitted?: readonly string[];
  /** The model of a request that names none; it is loaded at the start. @default 'multilingual-e5-small' */
  defaultModel?: string | undefined;
  /** Folders in which each folder is a rerank model that is offered by the folder's name. @default [] */
  rerankerDirs?: readonly string[];
  /** The rerank model of a request that names none; loaded when it is first asked for. @default 'ms-marco-MiniLM-L-12-v2' */
  defaultReranker?: string | undefined;
  /** Folders in which each folder is an image model that is offered by the folder's name. @default [] */
  imageModelDirs?: readonly string[];
  /** The image model of a request that names none; loaded when it is first asked for. @default 'efficientnet-lite0' */
  defaultImageModel?: string | undefined;
  /** Models in memory at a time; others are loaded when they are asked for. @default 3 */
  loadedModels?: number;
  /** Where given, everything but /health asks for it. */
  apiKey?: string | undefined;
  /**
   * Threads of one inference. More than one is slower where other processes want the cores too, because ONNX
   * Runtime's threads spin.
   * @default 1
   */
  threads?: number;
  /**
   * Most tokens in one batch, padding included; a longer text is a batch of its own. Small batches cost next to
   * nothing (a text of 30 tokens keeps a thread as busy as ten of them do) and a query never waits for long.
   * @default 256
   */
  batchTokens?: number;
  /**
   * Most texts that may wait for one model; what comes then is answered by 429 with Retry-After. Passages never take
   * the place of queries.
   * @default { query: 1024, passage: 8192 }
   */
  waiting?: { query: number; passage: number };
  /** Most documents that may wait for a rerank model. @default 2048 */
  waitingToRerank?: number;
  /** Most pictures and texts that may wait for an image model. @default 256 */
  waitingImages?: number;
  /**
   * Milliseconds that requests in hand are given at the end.
   * @default 10000
   */
  drainMs?: number;
}

export function embeddingConfig(settings: Settings): EmbeddingConfig {
  return {
    host: settings.host,
    port: settings.embeddingPort,
    modelDirs: [join(settings.runtimeDir, 'models'), join(settings.dataDir, 'models')],
    rerankerDirs: [join(settings.runtimeDir, 'rerankers'), join(settings.dataDir, 'rerankers')],
    imageModelDirs: [join(settings.runtimeDir, 'image-models'), join(settings.dataDir, 'image-models')],
    defaultImageModel: settings.imageModel,
    // With an outside reranker the name is one of its models.
    defaultReranker: settings.rerankUrl ? undefined : settings.rerankModel,
    permitted: settings.modelFolders,
    defaultModel: settings.embeddingModel,
    loadedModels: settings.loadedModels,
    apiKey: settings.apiKey,
    threads: settings.embeddingThreads,
  };
}
