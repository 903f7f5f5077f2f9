import type { EmbeddingProtocol, WorkerSetup } from './protocol.ts';
import { startThread, type Thread } from './thread.ts';

/** An embedding model in a worker thread. */
export type Inference = Thread<EmbeddingProtocol>;

/** @throws Error where the model cannot be loaded */
export function startInference({
  onRestart,
  ...setup
}: WorkerSetup & { onRestart: (reason: string) => void }): Promise<Inference> {
  return startThread({ program: new URL('./worker.ts', import.meta.url), setup, onRestart });
}
