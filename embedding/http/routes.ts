import type { IncomingMessage } from 'node:http';
import type { PartHealth } from '../../lib/health.ts';
import { HttpError, readBody } from '../../lib/http.ts';
import type { Inference } from '../inference/inference.ts';
import type { EmbeddingMetrics } from '../metrics.ts';
import type { ModelCard } from '../model-card.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { apiError } from './api-error.ts';
import { embeddingsAnswer, parseEmbeddingsRequest, parseTexts } from './embeddings.ts';
import { modelAnswer } from './models.ts';

export interface Answer {
  status?: number;
  /** An object is sent as JSON. */
  body: object | string;
  contentType?: string;
}

/** Answers one request. `signal` aborts when the client has gone. */
export type Route = (request: IncomingMessage, signal: AbortSignal) => Promise<Answer> | Answer;

const BODY_LIMIT = 8 * 1024 * 1024;

/** Every route of the service, by method and path. Only /health is open where there is an API key. */
export function embeddingRoutes(o: {
  card: ModelCard;
  scheduler: Scheduler;
  inference: Inference;
  metrics: EmbeddingMetrics;
}): Record<string, Route> {
  const { card, scheduler } = o;
  return {
    'POST /v1/embeddings': async (request, signal) => {
      const { texts, kind, format } = parseEmbeddingsRequest(await readObject(request), card);
      return { body: embeddingsAnswer(await scheduler.embed(texts, kind, signal), format, card) };
    },
    'GET /v1/models': () => ({ body: { object: 'list', data: [modelAnswer(card)] } }),
    [`GET /v1/models/${card.name}`]: () => ({ body: modelAnswer(card) }),
    'POST /tokenize': async (request) => {
      const { inputs } = await readObject(request);
      return { body: { counts: await scheduler.count(parseTexts('inputs', inputs)) } };
    },
    'GET /health': () => {
      const worker = workerHealth(o.inference, card);
      return {
        status: worker.status === 'UP' ? 200 : 503,
        body: { status: worker.status, components: [worker] },
      };
    },
    'GET /metrics': async () => ({
      body: await o.metrics.registry.metrics(),
      contentType: o.metrics.registry.contentType,
    }),
  };
}

function workerHealth(inference: Inference, card: ModelCard): PartHealth {
  const { ready, detail } = inference.state();
  return {
    name: 'inference worker',
    status: ready ? 'UP' : 'DOWN',
    latencyMs: 0,
    detail: ready ? `${card.name} ${card.version}` : `is being started again: ${detail}`,
  };
}

async function readObject(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = await readBody(request, BODY_LIMIT).catch((error) => {
    throw error instanceof HttpError ? apiError.tooLarge(BODY_LIMIT) : error;
  });
  try {
    const body = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw apiError.notJson();
}
