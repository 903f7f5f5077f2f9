import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database, Queryable } from '../../../lib/database/database.ts';
import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { PartRejected, PartUnavailable, userError } from '../../../lib/errors.ts';
import { holdModel, modelsNamed, offeredModels, type RegisteredModel, specOfModel } from './model.ts';
import { syncLog, syncModels } from './sync.ts';

/** The embedding models that collections can use. */
export interface Models {
  /**
   * A model by its name, or by name@version; the default where neither is given.
   * @throws MODEL_NOT_FOUND; PartUnavailable, PartRejected where the embedding server has never told what it offers
   */
  find(name: string | undefined, path: string): Promise<ModelSpec>;
  /** What is known of the model that an index was built by. */
  of(db: Queryable, model: { name: string; version: string; dimensions: number }): Promise<ModelSpec>;
  /** Keeps a model in the registry until the transaction has ended. @throws MODEL_NOT_FOUND */
  hold(tx: Queryable, model: { name: string; version: string }, path: string): Promise<void>;
}

/** The registry, which follows what the embedding server offers. */
export interface Registry extends Models {
  /** Those that collections can use, the default first. */
  list(): Promise<RegisteredModel[]>;
  /** Follows the embedding server until it is disposed. */
  follow(): AsyncDisposable;
}

/** Milliseconds after which our own service is asked again; other servers are asked by embedding a text, so seldom. */
const PERIOD = { own: 30_000, other: 3_600_000 };
const RETRY_MS = 2_000;
/** A list is at most so old, in milliseconds. */
const FRESH_MS = 5_000;

export function modelRegistry(o: { db: Database; embedding: EmbeddingClient; log: Logger }): Registry {
  const { db, embedding, log } = o;
  const troubles = syncLog(log);
  let syncedAt = Number.NEGATIVE_INFINITY;
  let period = RETRY_MS;
  let syncing: Promise<void> | undefined;

  function sync(): Promise<void> {
    syncing ??= syncModels(db, embedding, troubles)
      .then((offered) => {
        syncedAt = performance.now();
        period = offered.some(({ hash }) => hash !== null) ? PERIOD.own : PERIOD.other;
      })
      .finally(() => {
        syncing = undefined;
      });
    return syncing;
  }

  /** Brings the registry up to date, where that can be done now. @throws as `sync` where it never could */
  async function refresh(): Promise<void> {
    await sync().catch((error) => {
      if (!isOfAPart(error) || syncedAt === Number.NEGATIVE_INFINITY) throw error;
    });
  }

  async function lookUp(asked: string): Promise<RegisteredModel | undefined> {
    const [, name = asked, version] = /^(.+)@([^@]+)$/.exec(asked) ?? [];
    const versions = [...(await modelsNamed(db, asked)), ...(await modelsNamed(db, name))];
    return versions.find(({ spec, offered }) => offered && (spec.name === asked || version === spec.version));
  }

  return {
    async find(name, path) {
      // Only the server knows which one is the default.
      if (syncedAt === Number.NEGATIVE_INFINITY && name === undefined) await sync();
      if (name === undefined) {
        const [first] = await offeredModels(db);
        if (first) return first.spec;
        throw userError.modelNotFound(path, '', []);
      }
      const found = await lookUp(name);
      if (found) return found.spec;
      // It may have been put there a moment ago.
      await refresh();
      const now = await lookUp(name);
      if (now) return now.spec;
      const known = (await offeredModels(db)).map(({ spec }) => spec.name);
      throw userError.modelNotFound(path, name, known);
    },
    of: specOfModel,
    async hold(tx, model, path) {
      if (await holdModel(tx, model)) return;
      throw userError.modelNotFound(path, model.name, []);
    },
    async list() {
      if (performance.now() - syncedAt > FRESH_MS) await refresh().catch(unlessOfAPart);
      return offeredModels(db);
    },
    follow() {
      const ending = new AbortController();
      const { signal } = ending;
      const following = (async () => {
        while (!signal.aborted) {
          await sync().catch((error) => {
            if (!isOfAPart(error) && !signal.aborted)
              log.error({ err: error }, 'the registry of models could not be updated');
            period = RETRY_MS;
          });
          await delay(period, undefined, { signal }).catch(() => undefined);
        }
      })();
      return {
        async [Symbol.asyncDispose]() {
          ending.abort();
          await following;
        },
      };
    },
  };
}

const isOfAPart = (error: unknown) => error instanceof PartUnavailable || error instanceof PartRejected;

/** What is known already will do. */
function unlessOfAPart(error: unknown): void {
  if (!isOfAPart(error)) throw error;
}
