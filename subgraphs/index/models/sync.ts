import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { Database } from '../../../lib/database/database.ts';
import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { PartRejected, PartUnavailable } from '../../../lib/errors.ts';
import { lockModels, modelsNamed, offeredModels, saveModel } from './model.ts';

/** Tells of each trouble once, however often it is met. */
export interface SyncLog {
  once(model: string, trouble: string): void;
}

export function syncLog(log: Logger): SyncLog {
  const told = new Set<string>();
  return {
    once(model, trouble) {
      const key = `${model} ${trouble}`;
      if (!told.has(key)) log.warn({ model }, trouble);
      told.add(key);
    },
  };
}

/**
 * Brings the registry up to what the embedding server offers now, and registered folders up to what lies in them. A model
 * whose weights have changed becomes a new version; the old one stays known for as long as an index was built by it.
 * @throws PartUnavailable, PartRejected
 */
export async function syncModels(
  db: Database,
  embedding: EmbeddingClient,
  log: SyncLog,
): Promise<ModelSpec[]> {
  const offered = await embedding.offered();
  const folders = await changedFolders(db, embedding, log);
  await db.transaction(async (tx) => {
    await lockModels(tx);
    const accepted: ModelSpec[] = [];
    for (const spec of offered) {
      const taken = (await modelsNamed(tx, spec.name)).some(
        ({ spec: { source } }) => source.kind !== 'SERVICE',
      );
      if (taken) log.once(spec.name, 'the embedding service offers a model of a registered name');
      else accepted.push(spec);
    }
    for (const spec of accepted) await saveModel(tx, spec);
    for (const spec of folders) {
      // It may have been removed since it was looked at.
      if ((await modelsNamed(tx, spec.name)).length > 0) await saveModel(tx, spec);
    }
    const names = accepted.map(({ name }) => name);
    await tx.query(
      `update models set offered = false
       where offered and spec -> 'source' ->> 'kind' = 'SERVICE' and not name = any($1)`,
      [names],
    );
    const [first] = accepted;
    await tx.query(
      `update models set is_default = (name = $1 and version = $2)
       where is_default <> (name = $1 and version = $2)`,
      [first?.name ?? '', first?.version ?? ''],
    );
  });
  return offered;
}

/** Registered folders whose model is another now. One that cannot be looked at stays what it is. */
async function changedFolders(db: Database, embedding: EmbeddingClient, log: SyncLog): Promise<ModelSpec[]> {
  const changed: ModelSpec[] = [];
  for (const { spec } of await offeredModels(db)) {
    if (spec.source.kind !== 'FOLDER') continue;
    try {
      const now = { ...(await embedding.explore(spec.name, spec.source)), languages: spec.languages };
      if (!isDeepStrictEqual(now, spec)) changed.push(now);
    } catch (error) {
      if (!(error instanceof PartRejected || error instanceof PartUnavailable)) throw error;
      log.once(spec.name, `a registered model cannot be looked at: ${error.message}`);
    }
  }
  return changed;
}
