import type { Database } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { modelKey } from '../../../lib/view-spec.ts';
import { collectionsUsing, lockModels, modelsNamed, offeredModels } from './model.ts';

/**
 * Removes a registered model in all its versions, and the embeddings of it that are kept.
 * @throws MODEL_NOT_FOUND; MODEL_IN_USE with the collections; MODEL_OFFERED where the embedding server offers it by itself
 */
export async function removeModel(db: Database, name: string): Promise<string> {
  const path = 'input.name';
  await db.transaction(async (tx) => {
    await lockModels(tx);
    // Who makes a collection of it holds the row: either that one is seen below, or it finds no model any more.
    await tx.query('select from models where name = $1 for update', [name]);
    const versions = await modelsNamed(tx, name);
    if (versions.length === 0) {
      const known = (await offeredModels(tx)).map(({ spec }) => spec.name);
      throw userError.modelNotFound(path, name, known);
    }
    if (versions.some(({ spec, offered }) => offered && spec.source.kind === 'SERVICE')) {
      throw userError.conflict(
        'MODEL_OFFERED',
        path,
        `the model "${name}" is offered by the embedding service by itself and cannot be removed.`,
      );
    }
    const specs = versions.map(({ spec }) => spec);
    const used = (await collectionsUsing(tx, specs)).flatMap(({ collections }) => collections);
    if (used.length > 0) throw userError.modelInUse(path, name, [...new Set(used)].sort());
    await tx.query('delete from models where name = $1', [name]);
    await tx.query('delete from embeddings where model = any($1)', [specs.map(modelKey)]);
  });
  return name;
}
