import { type Inference, startInference } from '../inference/inference.ts';
import type { EmbeddingMetrics } from '../metrics.ts';
import { createScheduler, type Scheduler } from '../scheduling/scheduler.ts';
import { FolderRefused } from './errors.ts';
import type { ModelFolder } from './folder.ts';
import { type ModelCard, versionOf } from './model-card.ts';

/** A model in memory, with a worker thread and a queue of its own. */
export interface LoadedModel extends AsyncDisposable {
  card: ModelCard;
  scheduler: Scheduler;
  inference: Inference;
}

export interface Loading {
  threads: number;
  batchTokens: number;
  /** Most texts that may wait for one model. */
  waiting: { query: number; passage: number };
  metrics: EmbeddingMetrics;
  onRestart(model: string, reason: string): void;
}

/** @throws FolderRefused where its files are no model that can be used, or not the one that the folder says */
export async function loadModel(name: string, folder: ModelFolder, o: Loading): Promise<LoadedModel> {
  const { said, weights, tokenizer } = folder;
  const { maxTokens, padId, pooling, alone } = said;
  const inference = await startInference({
    weights,
    tokenizer,
    maxTokens,
    padId,
    pooling,
    alone,
    threads: o.threads,
    onRestart: (reason) => {
      o.metrics.restarted();
      o.onRestart(name, reason);
    },
  }).catch((error: Error) => {
    throw new FolderRefused(`${weights} cannot be used as an embedding model: ${error.message}`, {
      cause: error,
    });
  });
  const { loaded } = inference;
  if (said.dimensions !== undefined && said.dimensions !== loaded.dimensions) {
    await inference[Symbol.asyncDispose]();
    throw new FolderRefused(
      `${weights} makes vectors of ${loaded.dimensions} dimensions, but its folder says ${said.dimensions}. Mend the folder.`,
    );
  }
  const card = cardOf(name, folder, loaded);
  const scheduler = createScheduler({
    inference,
    card,
    batchTokens: o.batchTokens,
    limits: o.waiting,
    onBatch: (run) => o.metrics.batch(name, run),
    onWaited: (kind, seconds) => o.metrics.waited(name, kind, seconds),
  });
  return { card, scheduler, inference, [Symbol.asyncDispose]: () => inference[Symbol.asyncDispose]() };
}

/** What a folder says, and what loading has shown. */
export function cardOf(
  name: string,
  { said, tokenizerHash }: ModelFolder,
  shown: Pick<ModelCard, 'dimensions' | 'pooling' | 'alone'>,
): ModelCard {
  const facts = { ...said, ...shown };
  return { name, version: versionOf(facts, tokenizerHash), ...facts };
}
