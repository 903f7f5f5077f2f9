import { Counter, Gauge, Histogram } from 'prom-client';
import { latencyBuckets, serviceRegistry } from '../lib/metrics.ts';
import type { Kind } from './models/model-card.ts';
import type { BatchRun } from './scheduling/scheduler.ts';

export type EmbeddingMetrics = ReturnType<typeof embeddingMetrics>;

/** The service's metrics, in a registry of their own. `waiting` is read when they are. */
export function embeddingMetrics(waiting: { texts(kind: Kind): number; documents(): number }) {
  const registry = serviceRegistry('embedding');
  const registers = [registry];
  const requests = new Counter({
    name: 'embedding_requests_total',
    help: 'Requests answered, by route and HTTP status',
    labelNames: ['route', 'status'],
    registers,
  });
  const texts = new Counter({
    name: 'embedding_texts_total',
    help: 'Texts embedded',
    labelNames: ['kind', 'model'],
    registers,
  });
  const tokens = new Counter({
    name: 'embedding_tokens_total',
    help: 'Tokens read by the model, without padding',
    labelNames: ['kind', 'model'],
    registers,
  });
  const padding = new Counter({
    name: 'embedding_padding_tokens_total',
    help: 'Tokens of padding',
    registers,
  });
  const batchTexts = new Histogram({
    name: 'embedding_batch_texts',
    help: 'Texts in one batch',
    labelNames: ['kind', 'model'],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    registers,
  });
  const inference = new Histogram({
    name: 'embedding_inference_seconds',
    help: 'Time that the model takes for one batch',
    labelNames: ['kind', 'model'],
    buckets: latencyBuckets,
    registers,
  });
  const queueWait = new Histogram({
    name: 'embedding_queue_wait_seconds',
    help: 'Time from the arrival of a text to the start of its batch',
    labelNames: ['kind', 'model'],
    buckets: [...latencyBuckets, 30, 60, 120],
    registers,
  });
  const reranked = new Counter({
    name: 'embedding_rerank_documents_total',
    help: 'Documents scored against a query',
    labelNames: ['model'],
    registers,
  });
  const rerankSeconds = new Histogram({
    name: 'embedding_rerank_seconds',
    help: 'Time that a rerank model takes for one document',
    labelNames: ['model'],
    buckets: latencyBuckets,
    registers,
  });
  const images = new Histogram({
    name: 'embedding_image_seconds',
    help: 'Time from the arrival of a picture, or of a text for an image model, to its vector',
    labelNames: ['model', 'kind'],
    buckets: latencyBuckets,
    registers,
  });
  const restarts = new Counter({
    name: 'embedding_worker_restarts_total',
    help: 'Times that the inference worker ended and was started again',
    registers,
  });
  new Gauge({
    name: 'embedding_waiting_texts',
    help: 'Texts that wait now',
    labelNames: ['kind'],
    registers,
    collect() {
      this.set({ kind: 'query' }, waiting.texts('query'));
      this.set({ kind: 'passage' }, waiting.texts('passage'));
    },
  });
  new Gauge({
    name: 'embedding_rerank_waiting_documents',
    help: 'Documents that wait to be scored now',
    registers,
    collect() {
      this.set(waiting.documents());
    },
  });
  return {
    registry,
    answered: (route: string, status: number) => requests.inc({ route, status }),
    restarted: () => restarts.inc(),
    waited: (model: string, kind: Kind, seconds: number) => queueWait.observe({ kind, model }, seconds),
    image: (model: string, kind: 'image' | 'text', seconds: number) =>
      images.observe({ model, kind }, seconds),
    reranked(model: string, documents: number, seconds: number) {
      reranked.inc({ model }, documents);
      for (let i = 0; i < documents; i++) rerankSeconds.observe({ model }, seconds / documents);
    },
    batch(model: string, { kind, ...run }: BatchRun) {
      texts.inc({ kind, model }, run.texts);
      tokens.inc({ kind, model }, run.tokens);
      padding.inc(run.padded - run.tokens);
      batchTexts.observe({ kind, model }, run.texts);
      inference.observe({ kind, model }, run.seconds);
    },
  };
}
