import { join } from 'node:path';
import type { Settings } from '../lib/settings.ts';

export interface EmbeddingConfig {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Holds `model.onnx`, `tokenizer.json` and `model.json`, as `setup/models.ts` makes them. */
  modelDir: string;
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
   * Most texts that may wait; what comes then is answered by 429 with Retry-After. Passages never take the place
   * of queries.
   * @default { query: 1024, passage: 8192 }
   */
  waiting?: { query: number; passage: number };
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
    modelDir: join(settings.runtimeDir, 'models', 'multilingual-e5-small'),
    apiKey: settings.apiKey,
    threads: settings.embeddingThreads,
  };
}
