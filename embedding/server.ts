import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { keyMatches, keyOf } from '../lib/api-key.ts';
import { listen, pathOf } from '../lib/http.ts';
import { logger } from '../lib/log.ts';
import type { Service } from '../lib/service.ts';
import { isLoopback } from '../lib/setting-kinds.ts';
import { tracedRequest } from '../lib/tracing/tracing.ts';
import type { EmbeddingConfig } from './config.ts';
import { ApiError, apiError } from './http/api-error.ts';
import { type Answer, embeddingRoutes, ONE_MODEL } from './http/routes.ts';
import { readImageFolder } from './images/folder.ts';
import { loadImageModel } from './images/image-model.ts';
import { InferenceLost } from './inference/thread.ts';
import { embeddingMetrics } from './metrics.ts';
import { FolderRefused, ModelUnknown } from './models/errors.ts';
import { readModelFolder } from './models/folder.ts';
import { library } from './models/library.ts';
import type { Kind } from './models/model-card.ts';
import { offered } from './models/offered.ts';
import { loadReranker } from './rerank/reranker.ts';
import { Overloaded } from './scheduling/waiting.ts';

/**
 * The embedding service: OpenAI's `/v1/embeddings`, `/v1/rerank`, and vectors of images, over models in worker threads. The default model is loaded
 * at the start, the others when they are asked for. Disposing answers what is in hand (new requests get 503) and ends the workers.
 * @throws Error where the default model is missing or the port is taken
 */
export async function startEmbedding(config: EmbeddingConfig): Promise<Service> {
  if (config.apiKey === undefined && !isLoopback(config.host)) {
    throw new Error(
      `The embedding service does not listen on ${config.host}, which others can reach, without an API key: set KITEGRAPH_API_KEY.`,
    );
  }
  const log = logger('embedding');
  const { defaultModel = 'multilingual-e5-small' } = config;
  const metrics = embeddingMetrics({
    texts: (kind) => models.loaded().reduce((sum, { scheduler }) => sum + scheduler.waiting(kind), 0),
    documents: () => rerankers.loaded().reduce((sum, { waiting }) => sum + waiting, 0),
  });
  const onRestart = (model: string, reason: string) =>
    log.error({ model, reason }, 'an inference worker ended and is started again');
  const models = library({
    offered: config.modelDirs,
    permitted: config.permitted ?? [],
    default: defaultModel,
    most: config.loadedModels ?? 3,
    loading: {
      threads: config.threads ?? 1,
      batchTokens: config.batchTokens ?? 256,
      waiting: config.waiting ?? { query: 1024, passage: 8192 },
      metrics,
      onRestart,
    },
  });
  const loading = { threads: config.threads ?? 1, metrics, onRestart };
  const rerankers = offered({
    dirs: config.rerankerDirs ?? [],
    default: config.defaultReranker ?? 'ms-marco-MiniLM-L-12-v2',
    read: (folder, permitted) => readModelFolder(folder, {}, permitted),
    load: (name, folder) =>
      loadReranker(name, folder, { ...loading, waiting: config.waitingToRerank ?? 2048 }),
  });
  const imageModels = offered({
    dirs: config.imageModelDirs ?? [],
    default: config.defaultImageModel ?? 'efficientnet-lite0',
    read: readImageFolder,
    load: (name, folder) =>
      loadImageModel(name, folder, { ...loading, waiting: config.waitingImages ?? 256, embedTexts }),
  });
  /** By the default model. */
  async function embedTexts(texts: string[], kind: Kind): Promise<Float32Array[]> {
    const embedded = await models.use({}, ({ scheduler }) => scheduler.embed(texts, kind));
    return embedded.map(({ vector }) => vector);
  }
  await models
    .use({}, async () => undefined)
    .catch((error) => {
      if (!(error instanceof ModelUnknown)) throw error;
      const where = config.modelDirs.join(' or ');
      throw new Error(
        `there is no embedding model ${defaultModel} in ${where}: run "npm start" once, which makes it`,
        {
          cause: error,
        },
      );
    });
  const endModels = () =>
    Promise.all([models, rerankers, imageModels].map((its) => its[Symbol.asyncDispose]()));
  const routes = embeddingRoutes({ library: models, rerankers, imageModels, defaultModel, metrics });
  let ending = false;

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const path = pathOf(request);
    const asked = `${request.method} ${path}`;
    const name = asked.startsWith(ONE_MODEL) ? ONE_MODEL : asked;
    const route = routes[name];
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      if (ending) throw apiError.unavailable('the service is ending');
      if (path !== '/health' && !keyMatches(config.apiKey, keyOf(request.headers)))
        throw apiError.keyNeeded();
      if (!route) throw apiError.unknownRoute(asked);
      const rest = decodeURIComponent(asked.slice(name.length));
      const work = async () => route(request, gone.signal, rest);
      const answer = await (request.method === 'POST' ? tracedRequest(name, request.headers, work) : work());
      send(response, { ...answer, last: ending });
    } catch (error) {
      if (gone.signal.aborted) return;
      sendError(response, asApiError(error, log), ending);
    } finally {
      const label = route ? name.slice(name.indexOf('/')) : 'unknown';
      metrics.answered(label, response.headersSent ? response.statusCode : 499);
    }
  }

  const http = await listen(handle, {
    host: config.host,
    port: config.port,
    drainMs: config.drainMs ?? 10_000,
  }).catch(async (error) => {
    await endModels();
    throw error;
  });
  return {
    url: http.url,
    async [Symbol.asyncDispose]() {
      ending = true;
      await http[Symbol.asyncDispose]();
      await endModels();
    },
  };
}

/** `last`: the connection is closed after this answer. */
function send(response: ServerResponse, answer: Answer & { last: boolean }) {
  const json = typeof answer.body !== 'string';
  response.writeHead(answer.status ?? 200, {
    'content-type':
      answer.contentType ?? (json ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8'),
    'x-content-type-options': 'nosniff',
    ...(answer.modelVersion === undefined ? {} : { 'kitegraph-model-version': answer.modelVersion }),
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
  if (error instanceof ModelUnknown) return apiError.unknownModel(error.message);
  if (error instanceof FolderRefused) return apiError.folderRefused(error.message);
  if (error instanceof URIError) return apiError.unknownModel('The name of the model is not readable.');
  if (error instanceof InferenceLost) return apiError.unavailable(error.message);
  log.error({ err: error }, 'a request failed');
  return apiError.internal();
}
