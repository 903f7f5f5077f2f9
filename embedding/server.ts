import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { keyMatches, keyOf } from '../lib/api-key.ts';
import { listen, pathOf } from '../lib/http.ts';
import { logger } from '../lib/log.ts';
import type { Service } from '../lib/service.ts';
import type { EmbeddingConfig } from './config.ts';
import { ApiError, apiError } from './http/api-error.ts';
import { type Answer, embeddingRoutes } from './http/routes.ts';
import { InferenceLost, startInference } from './inference/inference.ts';
import { embeddingMetrics } from './metrics.ts';
import { readModelCard } from './model-card.ts';
import { createScheduler } from './scheduling/scheduler.ts';
import { Overloaded } from './scheduling/waiting.ts';

/**
 * The embedding service: OpenAI's `/v1/embeddings` over a model in a worker thread. Disposing answers what is in hand
 * (new requests get 503) and ends the worker.
 * @throws Error where the model is missing or the port is taken
 */
export async function startEmbedding(config: EmbeddingConfig): Promise<Service> {
  const log = logger('embedding');
  const card = await readModelCard(config.modelDir);
  const metrics = embeddingMetrics((kind) => scheduler.waiting(kind));
  const inference = await startInference({
    modelDir: config.modelDir,
    card,
    threads: config.threads ?? 1,
    onRestart: (reason) => {
      metrics.restarted();
      log.error({ reason }, 'the inference worker ended and is started again');
    },
  });
  const scheduler = createScheduler({
    inference,
    card,
    batchTokens: config.batchTokens ?? 256,
    limits: config.waiting ?? { query: 1024, passage: 8192 },
    onBatch: metrics.batch,
    onWaited: metrics.waited,
  });
  const routes = embeddingRoutes({ card, scheduler, inference, metrics });
  let ending = false;

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const path = pathOf(request);
    const name = `${request.method} ${path}`;
    const route = routes[name];
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      if (ending) throw apiError.unavailable('the service is ending');
      if (path !== '/health' && !keyMatches(config.apiKey, keyOf(request.headers)))
        throw apiError.keyNeeded();
      if (!route) throw apiError.unknownRoute(name);
      send(response, { ...(await route(request, gone.signal)), modelVersion: card.version, last: ending });
    } catch (error) {
      if (gone.signal.aborted) return;
      sendError(response, asApiError(error, log), ending);
    } finally {
      metrics.answered(route ? path : 'unknown', response.headersSent ? response.statusCode : 499);
    }
  }

  const http = await listen(handle, {
    host: config.host,
    port: config.port,
    drainMs: config.drainMs ?? 10_000,
  }).catch(async (error) => {
    await inference[Symbol.asyncDispose]();
    throw error;
  });
  return {
    url: http.url,
    async [Symbol.asyncDispose]() {
      ending = true;
      await http[Symbol.asyncDispose]();
      await inference[Symbol.asyncDispose]();
    },
  };
}

/** `last`: the connection is closed after this answer. */
function send(response: ServerResponse, answer: Answer & { modelVersion: string; last: boolean }) {
  const json = typeof answer.body !== 'string';
  response.writeHead(answer.status ?? 200, {
    'content-type':
      answer.contentType ?? (json ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8'),
    'x-content-type-options': 'nosniff',
    'kitegraph-model-version': answer.modelVersion,
    ...(answer.last ? { connection: 'close' } : {}),
  });
  response.end(json ? JSON.stringify(answer.body) : answer.body);
}

function sendError(response: ServerResponse, error: ApiError, last: boolean) {
  response.writeHead(error.status, {
    'content-type': 'application/json; charset=utf-8',
    ...(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) }),
    // What is left of a body that was refused would be read as the next request.
    ...(last || error.status === 413 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify(error));
}

function asApiError(error: unknown, log: Logger): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof Overloaded) return apiError.overloaded(error.message, 1);
  if (error instanceof InferenceLost) return apiError.unavailable(error.message);
  log.error({ err: error }, 'a request failed');
  return apiError.internal();
}
