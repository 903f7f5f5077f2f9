import {
  describeFolder,
  describeOffer,
  describeOpenAi,
  folderFields,
  type Offer,
  type OfferOptions,
} from './embedding/describe.ts';
import { type ImageEmbedder, imageEmbedder } from './embedding/image-embedder.ts';
import type { FolderSource, ModelSpec, OpenAiSource } from './embedding/model-spec.ts';
import { type EmbeddingServer, embeddingServer } from './embedding/server.ts';
import { modelMismatch, type Route, type TextEmbedder, textEmbedder } from './embedding/text-embedder.ts';
import { PART } from './embedding/transport.ts';
import { PartRejected } from './errors.ts';
import { checkPart, type PartHealth } from './health.ts';

export interface EmbeddingOptions extends OfferOptions {
  /** The deployment's server: our service or any OpenAI-compatible one; with or without `/v1`. */
  url: string;
  apiKey?: string | undefined;
  /** Keys of other servers, by the environment variable that holds each. */
  modelKeys?: Readonly<Record<string, string>> | undefined;
}

/** The models of a deployment. As a TextEmbedder it is its server's default model. */
export interface EmbeddingClient extends TextEmbedder, AsyncDisposable {
  /** The models that the deployment's server offers now, the default first. @throws PartUnavailable, PartRejected */
  offered(): Promise<ModelSpec[]>;
  /** The server's default model. Asked once; where that fails, at the next call again. @throws PartUnavailable, PartRejected */
  describe(): Promise<ModelSpec>;
  /** Finds out what a model that is to be registered is, by trying it. @throws PartUnavailable, PartRejected */
  explore(name: string, source: FolderSource | OpenAiSource): Promise<ModelSpec>;
  /** A model that was found before. Vectors of another version of it are refused as MODEL_MISMATCH. */
  of(spec: ModelSpec): TextEmbedder;
  /** The image model of the deployment's server. */
  images: ImageEmbedder;
  /** Of the deployment's server. */
  health(): Promise<PartHealth>;
}

const TRIES = 4;

/** The one owner of embedding servers: finds out what they are, gathers, retries, and checks what comes back. */
export function embeddingClient(options: EmbeddingOptions): EmbeddingClient {
  const home = embeddingServer(options.url, options.apiKey);
  const others = new Map<string, EmbeddingServer>();
  const embedders = new Map<string, TextEmbedder>();
  let offer: Offer | undefined;
  let asking: Promise<Offer> | undefined;

  /** Asks anew what the server offers; who asks meanwhile gets the same answer. */
  function refresh(tries = TRIES): Promise<Offer> {
    asking ??= describeOffer(home, options, tries)
      .then((found) => {
        offer = found;
        return found;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }

  const known = async () => offer ?? (await refresh());

  function serverOf({ url, apiKeyVariable }: OpenAiSource, name: string): EmbeddingServer {
    const key = apiKeyVariable === undefined ? undefined : options.modelKeys?.[apiKeyVariable];
    if (apiKeyVariable !== undefined && key === undefined) {
      throw new PartRejected(
        PART,
        'API_KEY_MISSING',
        `the environment variable ${apiKeyVariable}, which has the key of the model "${name}", is not set for this service. Set it, and start the service again.`,
      );
    }
    const place = `${apiKeyVariable} ${url}`;
    const server = others.get(place) ?? embeddingServer(url, key);
    others.set(place, server);
    return server;
  }

  async function ownServer(name: string): Promise<EmbeddingServer> {
    if ((await known()).own) return home;
    throw new PartRejected(
      PART,
      'NO_FOLDERS',
      `the model "${name}" is in a folder, which only Kitegraph's own embedding service can load; EMBEDDING_URL names another server.`,
    );
  }

  const isIn = (spec: ModelSpec, { models }: Offer) =>
    models.some(({ name, version }) => name === spec.name && version === spec.version);

  async function routeOf(spec: ModelSpec): Promise<Route> {
    const { source, name } = spec;
    switch (source.kind) {
      case 'FOLDER':
        return {
          server: await ownServer(name),
          own: true,
          fields: { model: name, model_source: folderFields(source) },
        };
      case 'OPENAI': {
        const fields = { model: source.remoteModel, dimensions: source.dimensions };
        return { server: serverOf(source, name), own: false, fields };
      }
      case 'SERVICE': {
        const found = await known();
        const now = isIn(spec, found) ? found : await refresh();
        if (!isIn(spec, now)) throw modelMismatch(spec, now.models);
        return { server: home, own: now.own, fields: { model: name, dimensions: now.dimensions } };
      }
    }
  }

  /** What is at a model's place now is another version of it. */
  async function mismatch(spec: ModelSpec): Promise<PartRejected> {
    const { source, name } = spec;
    if (source.kind === 'FOLDER') return modelMismatch(spec, [await describeFolder(name, source, home, 1)]);
    return modelMismatch(spec, (await refresh()).models);
  }

  function of(spec: ModelSpec): TextEmbedder {
    const key = JSON.stringify([spec.name, spec.version, spec.source]);
    const embedder =
      embedders.get(key) ??
      textEmbedder(
        spec,
        () => routeOf(spec),
        () => mismatch(spec),
      );
    embedders.set(key, embedder);
    return embedder;
  }

  const describe = async () => (await known()).models[0];

  return {
    offered: async () => (await refresh()).models,
    describe,
    async explore(name, source) {
      if (source.kind === 'OPENAI') return describeOpenAi(name, source, serverOf(source, name), 2);
      return describeFolder(name, source, await ownServer(name), 2);
    },
    of,
    embed: async (texts, kind, o) => {
      o?.signal?.throwIfAborted();
      return of(await describe()).embed(texts, kind, o);
    },
    images: imageEmbedder(home),
    countTokens: async (texts) => of(await describe()).countTokens(texts),
    health: () =>
      checkPart(PART, async () => {
        const { own, models } = offer ?? (await refresh(1));
        const url = own ? `${home.address.root}/health` : `${home.address.api}/models`;
        // A server without a list of models has answered all the same.
        await home.ask({ method: 'GET', url, timeoutMs: 5_000, tries: 1, ifMissing: {} });
        const [{ name, version }] = models;
        return own ? `${name} ${version}` : `${name} at ${home.host}`;
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all([home, ...others.values()].map((server) => server[Symbol.asyncDispose]()));
    },
  };
}
