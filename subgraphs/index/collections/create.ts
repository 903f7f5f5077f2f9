import { checkScopes } from '../../../lib/access.ts';
import type { Database } from '../../../lib/database/database.ts';
import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { userError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import type { CreateCollectionInput } from '../../../schema/generated/index.ts';
import type { Limits } from '../limits.ts';
import type { Models } from '../models/registry.ts';
import { insertView } from '../views/view.ts';
import { checkBatching } from './batching.ts';
import { type CollectionRow, findCollection } from './collection.ts';
import { checkSearchSettings } from './search-settings.ts';
import { checkPartitioning, specOf } from './settings.ts';
import { checkSynonyms } from './synonyms.ts';
import { checkDescription, checkFields, checkName } from './validate.ts';

/**
 * Makes a collection and its view. The view's Milvus collection is made by the view's worker, now or as soon as Milvus
 * is there.
 * @throws BAD_USER_INPUT, COLLECTION_EXISTS, MODEL_NOT_FOUND; PartUnavailable where the embedding service has never
 *   answered
 */
export async function createCollection(
  db: Database,
  input: CreateCollectionInput,
  {
    models,
    limits,
    embedding,
  }: { models: Models; limits: Limits; embedding: Pick<EmbeddingClient, 'images'> },
): Promise<CollectionRow> {
  const name = checkName(input.name, 'input.name');
  const description = checkDescription(input.description, 'input.description');
  const fields = checkFields(input.fields, { path: 'input.fields', most: limits.fields });
  const partitionBy = checkPartitioning(input.partitionBy, fields);
  const batching = checkBatching(input.batching);
  const search = checkSearchSettings(input.search);
  const synonyms = checkSynonyms(input.synonyms ?? [], 'input.synonyms');
  const readScopes = checkScopes(input.readScopes, 'input.readScopes');
  const model = await models.find(input.model ?? undefined, 'input.model');
  const images = input.images ? await embedding.images.describe() : undefined;
  const spec = specOf(input, { model, fields, partitions: partitionBy.by, large: false, images });
  const id = newId('col');
  const viewId = newId('view');
  await db.transaction(async (tx) => {
    const [made] = await tx.query(
      `insert into collections (id, name, description, strict, fields, partition_by, batching, serving_view, synonyms, synonyms_version,
         search, read_scopes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (name) do nothing returning id`,
      [
        id,
        name,
        description,
        input.strict,
        JSON.stringify(fields),
        JSON.stringify(partitionBy),
        JSON.stringify(batching),
        viewId,
        JSON.stringify(synonyms),
        synonyms.length > 0 ? 1 : 0,
        JSON.stringify(search),
        readScopes,
      ],
    );
    if (!made) throw userError.collectionExists('input.name', name);
    await models.hold(tx, model, 'input.model');
    await insertView(tx, { id: viewId, collectionId: id, state: 'SERVING', spec });
    await tx.query(`select pg_notify('kitegraph_catalog', $1)`, [id]);
  });
  return findCollection(db, id, 'input.name');
}
