import type { IncomingMessage } from 'node:http';
import type { PartHealth } from '../../lib/health.ts';
import { HttpError, readBody } from '../../lib/http.ts';
import { metricsText } from '../../lib/metrics.ts';
import type { ImageModel } from '../images/image-model.ts';
import type { EmbeddingMetrics } from '../metrics.ts';
import type { Library } from '../models/library.ts';
import type { LoadedModel } from '../models/loaded-model.ts';
import type { Offered } from '../models/offered.ts';
import type { Reranker } from '../rerank/reranker.ts';
import { embeddingsAnswer, modelAnswer } from './answers.ts';
import { apiError } from './api-error.ts';
import { embedImages, imageModelAnswer, imagesAnswer, parseImagesRequest } from './images.ts';
import { checkDimensions, parseAsked, parseEmbeddingsRequest, parseTexts } from './requests.ts';
import { parseRerankRequest, rerankAnswer } from './rerank.ts';

export interface Answer {
  status?: number;
  /** An object is sent as JSON. */
  body: object | string;
  contentType?: string;
  /** Of the model that answered. */
  modelVersion?: string;
}

/** Answers one request. `signal` aborts when the client has gone; `rest` is what follows the route in the path. */
export type Route = (request: IncomingMessage, signal: AbortSignal, rest: string) => Promise<Answer> | Answer;

const BODY_LIMIT = 8 * 1024 * 1024;
const IMAGES_BODY_LIMIT = 32 * 1024 * 1024;
/** The route of one model, by what stands before its name. */
export const ONE_MODEL = 'GET /v1/models/';

/** Every route of the service, by method and path. Only /health is open where there is an API key. */
export function embeddingRoutes(o: {
  library: Library;
  rerankers: Offered<Reranker>;
  imageModels: Offered<ImageModel>;
  defaultModel: string;
  metrics: EmbeddingMetrics;
}): Record<string, Route> {
  const { library, rerankers, imageModels, metrics } = o;
  return {
    'POST /v1/embeddings': async (request, signal) => {
      const { asked, texts, kind, format, dimensions } = parseEmbeddingsRequest(await readObject(request));
      return library.use(asked, async ({ card, scheduler }) => {
        checkDimensions(dimensions, card);
        const embedded = await scheduler.embed(texts, kind, signal);
        return { body: embeddingsAnswer(embedded, format, card), modelVersion: card.version };
      });
    },
    'POST /v1/rerank': async (request, signal) => {
      const asked = parseRerankRequest(await readObject(request));
      return rerankers.use(asked.model, async (reranker) => {
        const scored = await reranker.score(asked.query, asked.documents, signal);
        return { body: rerankAnswer(asked, scored, reranker), modelVersion: reranker.version };
      });
    },
    'POST /v1/embeddings/images': async (request, signal) => {
      const asked = parseImagesRequest(await readObject(request, IMAGES_BODY_LIMIT));
      return imageModels.use(asked.model, async (model) => {
        const vectors = await embedImages(asked, model, signal);
        return { body: imagesAnswer(vectors, asked, model.card), modelVersion: model.card.version };
      });
    },
    'GET /v1/embeddings/images': () =>
      imageModels.use(undefined, async ({ card }) => ({ body: imageModelAnswer(card) })),
    'GET /v1/models': async () => {
      const cards = await library.list();
      const data = cards.map((card) => modelAnswer(card, card.name === o.defaultModel));
      return { body: { object: 'list', data } };
    },
    [ONE_MODEL]: async (_request, _signal, name) => {
      const card = await library.describe({ model: name });
      return { body: modelAnswer(card, name === o.defaultModel) };
    },
    'POST /describe': async (request) => {
      const asked = parseAsked(await readObject(request));
      const card = await library.describe(asked);
      return { body: modelAnswer(card, !asked.source && card.name === o.defaultModel) };
    },
    'POST /tokenize': async (request) => {
      const body = await readObject(request);
      const texts = parseTexts('inputs', body.inputs);
      return library.use(parseAsked(body), async ({ card, scheduler }) => ({
        body: { counts: await scheduler.count(texts) },
        modelVersion: card.version,
      }));
    },
    'GET /health': () => {
      const components = [
        ...library.loaded().map((model) => healthOf(model, o.defaultModel)),
        ...rerankers
          .loaded()
          .map(({ name, version, thread }) => healthOfOther('reranker', { name, version }, thread)),
        ...imageModels.loaded().map(({ card, thread }) => healthOfOther('image model', card, thread)),
        ...problemsOf(library),
      ];
      const status = components.some((one) => one.status === 'DOWN') ? 'DOWN' : 'UP';
      return { status: status === 'UP' ? 200 : 503, body: { status, components } };
    },
    'GET /metrics': async (request) => ({
      body: await metricsText(metrics.registry, request.url),
      contentType: metrics.registry.contentType,
    }),
  };
}

/** Without the default the service is no use to most; another model that is away keeps nobody from the rest. */
function healthOf({ inference, card }: LoadedModel, defaultModel: string): PartHealth {
  const { ready, detail } = inference.state();
  return {
    name: `model ${card.name}`,
    status: ready ? 'UP' : card.name === defaultModel ? 'DOWN' : 'DEGRADED',
    latencyMs: 0,
    detail: ready ? `version ${card.version}, in memory` : `is being loaded again: ${detail}`,
  };
}

function healthOfOther(
  kind: string,
  { name, version }: { name: string; version: string },
  thread: { state(): { ready: boolean; detail: string } },
): PartHealth {
  const { ready, detail } = thread.state();
  return {
    name: `${kind} ${name}`,
    status: ready ? 'UP' : 'DEGRADED',
    latencyMs: 0,
    detail: ready ? `version ${version}, in memory` : `is being loaded again: ${detail}`,
  };
}

/** A folder that cannot be used keeps nobody from using the others. */
function problemsOf(library: Library): PartHealth[] {
  return [...library.problems()].map(([name, detail]) => ({
    name: `model ${name}`,
    status: 'DEGRADED',
    latencyMs: 0,
    detail,
  }));
}

async function readObject(request: IncomingMessage, limit = BODY_LIMIT): Promise<Record<string, unknown>> {
  const text = await readBody(request, limit).catch((error) => {
    throw error instanceof HttpError ? apiError.tooLarge(limit) : error;
  });
  try {
    const body = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw apiError.notJson();
}
