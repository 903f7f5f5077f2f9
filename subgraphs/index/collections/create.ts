import type { Database } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { ANALYZER_VERSION } from '../../../lib/text/analyzer.ts';
import type { CreateCollectionInput } from '../../../schema/generated/index.ts';
import { type CollectionRow, findCollection } from './collection.ts';
import { checkCollection } from './validate.ts';

/** The model that a new collection's vectors come from. */
export interface Model {
  name: string;
  version: string;
  dimensions: number;
}

/**
 * Makes a collection and its view. The view's Milvus collection is made by the view's worker, now or as soon as Milvus
 * is there.
 * @throws BAD_USER_INPUT, COLLECTION_EXISTS; PartUnavailable where the embedding service has never answered
 */
export async function createCollection(
  db: Database,
  input: CreateCollectionInput,
  describeModel: () => Promise<Model>,
): Promise<CollectionRow> {
  const { name, description, strict, fields } = checkCollection(input);
  const model = await describeModel();
  const id = newId('col');
  const viewId = newId('view');
  await db.transaction(async (tx) => {
    const [made] = await tx.query(
      `insert into collections (id, name, description, strict, fields, serving_view) values ($1, $2, $3, $4, $5, $6)
       on conflict (name) do nothing returning id`,
      [id, name, description, strict, JSON.stringify(fields), viewId],
    );
    if (!made) throw userError.collectionExists('input.name', name);
    await tx.query(
      `insert into views (id, collection_id, milvus_name, state, model_name, model_version, dimensions, analyzer_version)
       values ($1, $2, $3, 'SERVING', $4, $5, $6, $7)`,
      [viewId, id, `kg_${viewId}`, model.name, model.version, model.dimensions, ANALYZER_VERSION],
    );
    await tx.query(`select pg_notify('kitegraph_work', $1), pg_notify('kitegraph_catalog', $2)`, [
      viewId,
      id,
    ]);
  });
  return findCollection(db, id, 'input.name');
}
