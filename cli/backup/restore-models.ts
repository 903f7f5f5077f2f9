import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { Refused } from '../api/errors.ts';
import { Failure } from '../failure.ts';
import {
  type ModelLineFragment,
  ModelsDocument,
  RegisterModelDocument,
  type RegisterModelInput,
} from '../generated/operations.ts';
import type { BackedUp, Manifest } from './manifest.ts';

/**
 * Sees to it that the models of the collections are there: registers those that were registered.
 * @param instead used instead of all of them
 * @throws Failure where one cannot be had
 */
export async function ensureModels(
  api: Api,
  { models }: Manifest,
  collections: readonly BackedUp[],
  instead: string | undefined,
): Promise<void> {
  const there = new Set(answered((await api.request(ModelsDocument, {})).models).map(({ name }) => name));
  const needed = new Set(collections.map(({ settings }) => instead ?? settings.embeddingModel.name));
  for (const name of needed) {
    if (there.has(name)) continue;
    const known = models.find((model) => model.name === name);
    const reason = (known && (await register(api, known))) ?? 'nothing is known of where it is';
    if (reason === registered) console.error(`Registered the model "${name}".`);
    else {
      throw new Failure(
        `There is no embedding model "${name}" here, and it cannot be registered: ${reason}. Nothing was restored. Register it with kitegraph models register ${name}, or name another with --model.`,
      );
    }
  }
}

const registered = Symbol('registered');

/** @returns why it cannot be */
async function register(api: Api, model: ModelLineFragment): Promise<string | typeof registered | undefined> {
  const { name, source, pooling, queryPrefix, passagePrefix, maxTokens, languages } = model;
  if (!source || source.kind === 'SERVICE') return undefined;
  const place: Partial<RegisterModelInput> =
    source.kind === 'FOLDER'
      ? { folder: source.location, pooling }
      : { url: source.location, remoteModel: source.remoteModel, apiKeyVariable: source.apiKeyVariable };
  try {
    await api.request(RegisterModelDocument, {
      input: { name, ...place, queryPrefix, passagePrefix, maxTokens, languages },
    });
    return registered;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message;
  }
}
