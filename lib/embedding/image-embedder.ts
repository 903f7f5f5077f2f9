import { PartRejected } from '../errors.ts';
import type { ViewSpec } from '../view-spec.ts';
import type { EmbeddingServer } from './server.ts';
import { MODEL_MISMATCH } from './text-embedder.ts';
import { PART } from './transport.ts';
import { vectorsOf } from './vectors.ts';

export type ImageModelSpec = NonNullable<ViewSpec['images']>;
export type ImageInput = { image: Uint8Array } | { text: string };

/** The image model of the deployment's embedding service. */
export interface ImageEmbedder {
  /** @throws PartUnavailable; PartRejected where the server has none */
  describe(): Promise<ImageModelSpec>;
  /**
   * The vectors of pictures and texts by this version of a model.
   * @throws PartUnavailable; PartRejected, with code MODEL_MISMATCH where the server has another version now
   */
  embed(
    model: ImageModelSpec,
    input: readonly ImageInput[],
    o: { timeoutMs: number },
  ): Promise<Float32Array[]>;
}

const ROUTE = 'embeddings/images';
const TRIES = 3;
const DESCRIBE_MS = 30_000;

export function imageEmbedder(server: EmbeddingServer): ImageEmbedder {
  return {
    async describe() {
      const url = `${server.address.api}/${ROUTE}`;
      const { body } = await server.ask({ method: 'GET', url, timeoutMs: DESCRIBE_MS, tries: TRIES });
      const { id, version, dimensions } = body as Record<string, unknown>;
      if (typeof id === 'string' && typeof version === 'string' && typeof dimensions === 'number') {
        return { name: id, version, dimensions };
      }
      throw new PartRejected(PART, 'NO_IMAGES', `${server.host} has no image model.`);
    },
    async embed(model, input, { timeoutMs }) {
      const body = {
        model: model.name,
        encoding_format: 'base64',
        input: input.map((one) =>
          'image' in one ? { image: Buffer.from(one.image).toString('base64') } : one,
        ),
      };
      const reply = await server.post(ROUTE, body, { timeoutMs, tries: TRIES });
      const version = reply.headers['kitegraph-model-version'];
      if (version === model.version) return vectorsOf(reply.body, input.length);
      throw new PartRejected(
        PART,
        MODEL_MISMATCH,
        `the collection's images are indexed by ${model.name} ${model.version}, but the service has ${version}. Rebuild the collection, or bring that model back.`,
      );
    },
  };
}
