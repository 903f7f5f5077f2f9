import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../../lib/database/database.ts';
import type { FolderSource, ModelSpec, OpenAiSource } from '../../../lib/embedding/model-spec.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { userError } from '../../../lib/errors.ts';
import { MODEL_KEY } from '../../../lib/settings.ts';
import type { RegisterModelInput } from '../../../schema/generated/index.ts';
import { lockModels, modelsNamed, saveModel } from './model.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const MOST_LANGUAGES = 300;
const MOST_TEXT = 1_000;
const MOST_TOKENS = 32_768;
const MOST_DIMENSIONS = 32_768;

/**
 * Adds a model to the registry, once it has embedded a harmless text. To register the same model again changes nothing but
 * what is said of it; one whose weights have changed since becomes a new version.
 * @throws BAD_USER_INPUT; MODEL_EXISTS where the name is that of another model; PartUnavailable, PartRejected where it
 *   cannot be used
 */
export async function registerModel(
  db: Database,
  embedding: EmbeddingClient,
  input: RegisterModelInput,
): Promise<ModelSpec> {
  const name = checkName(input.name);
  const languages = checkLanguages(input.languages ?? []);
  const source = sourceOf(input);
  await refuseOther(db, name, source);
  const found = await embedding.explore(name, source);
  const spec = { ...found, languages: languages.length > 0 ? languages : found.languages };
  await db.transaction(async (tx) => {
    await lockModels(tx);
    await refuseOther(tx, name, spec.source);
    await saveModel(tx, spec);
    // A query service may know the collections that use it by what was said of it before.
    await tx.query(`select pg_notify('kitegraph_catalog', '')`);
  });
  return spec;
}

/** @throws MODEL_EXISTS */
async function refuseOther(db: Pick<Database, 'query'>, name: string, source: ModelSpec['source']) {
  const [existing] = await modelsNamed(db, name);
  if (!existing || isDeepStrictEqual(placeOf(existing.spec.source), placeOf(source))) return;
  throw userError.conflict(
    'MODEL_EXISTS',
    'input.name',
    `there is another model "${name}" already. Choose another name, or remove that one with removeModel.`,
  );
}

/** What a model of one name cannot be moved from: vectors made elsewhere may be others. */
function placeOf(source: ModelSpec['source']): unknown[] {
  switch (source.kind) {
    case 'SERVICE':
      return ['SERVICE'];
    case 'FOLDER':
      return ['FOLDER', source.folder];
    case 'OPENAI':
      return ['OPENAI', source.url, source.remoteModel];
  }
}

function checkName(name: string): string {
  if (NAME.test(name)) return name;
  throw userError.badInput(
    'input.name',
    'must be 1 to 64 letters, digits, ".", "-" and "_", and start with a letter or a digit.',
  );
}

function checkLanguages(languages: readonly string[]): string[] {
  const path = 'input.languages';
  if (languages.length > MOST_LANGUAGES) throw userError.badInput(path, `has more than ${MOST_LANGUAGES}.`);
  const wrong = languages.findIndex((language) => !LANGUAGE.test(language));
  if (wrong >= 0) throw userError.badInput(`${path}[${wrong}]`, 'is no language tag, such as en or zh-Hant.');
  return [...new Set(languages)];
}

function sourceOf(input: RegisterModelInput): FolderSource | OpenAiSource {
  const { folder, url, pooling, remoteModel, apiKeyVariable, dimensions } = input;
  if (Boolean(folder) === Boolean(url)) throw userError.badInput('input', 'give either folder or url.');
  const common = {
    ...given('queryPrefix', checkPrefix('queryPrefix', input.queryPrefix)),
    ...given('passagePrefix', checkPrefix('passagePrefix', input.passagePrefix)),
    ...given('maxTokens', inRange('maxTokens', input.maxTokens, MOST_TOKENS)),
  };
  if (folder) {
    refuse({ remoteModel, apiKeyVariable, dimensions }, 'goes with url only');
    return { kind: 'FOLDER', folder, ...given('pooling', pooling), ...common };
  }
  refuse({ pooling }, 'goes with folder only');
  return {
    kind: 'OPENAI',
    url: checkUrl(url as string),
    remoteModel: remoteModel ?? input.name,
    ...given('apiKeyVariable', checkKeyVariable(apiKeyVariable)),
    ...given('dimensions', inRange('dimensions', dimensions, MOST_DIMENSIONS)),
    ...common,
  };
}

function refuse(fields: Record<string, unknown>, why: string) {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null) throw userError.badInput(`input.${name}`, `${why}.`);
  }
}

function given<N extends string, T>(name: N, value: T | null | undefined): { [K in N]?: T } {
  return (value === undefined || value === null ? {} : { [name]: value }) as { [K in N]?: T };
}

function checkPrefix(name: string, prefix: string | null | undefined) {
  if (prefix && prefix.length > MOST_TEXT) {
    throw userError.badInput(`input.${name}`, `has more than ${MOST_TEXT} characters.`);
  }
  return prefix;
}

function inRange(name: string, value: number | null | undefined, most: number) {
  if (value !== undefined && value !== null && !(value >= 1 && value <= most)) {
    throw userError.badInput(`input.${name}`, `must be from 1 to ${most}, not ${value}.`);
  }
  return value;
}

/** What is registered can be read by others: it must not have a secret in it. */
function checkUrl(url: string): string {
  const path = 'input.url';
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw userError.badInput(path, 'must be a URL of http: or https:, the part before /v1/embeddings.');
  }
  if (parsed.username || parsed.password || parsed.search || parsed.hash) {
    throw userError.badInput(
      path,
      'must be without user, password and query; put a key into an environment variable and name it in apiKeyVariable.',
    );
  }
  return url.replace(/\/+$/, '');
}

/** Whoever may register models must not be able to send just any secret of the process to a server of their choice. */
function checkKeyVariable(variable: string | null | undefined) {
  if (variable && !MODEL_KEY.test(variable)) {
    throw userError.badInput(
      'input.apiKeyVariable',
      'must begin with KITEGRAPH_MODEL_KEY_ (then capitals, digits and _): only such variables are sent to servers that are registered.',
    );
  }
  return variable;
}
