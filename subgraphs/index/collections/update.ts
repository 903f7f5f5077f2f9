import { isDeepStrictEqual } from 'node:util';
import { checkScopes } from '../../../lib/access.ts';
import type { Database, Queryable } from '../../../lib/database/database.ts';
import { userError } from '../../../lib/errors.ts';
import type { FieldDefinition } from '../../../lib/filter/fields.ts';
import type { ViewSpec } from '../../../lib/view-spec.ts';
import type { UpdateCollectionInput } from '../../../schema/generated/index.ts';
import { checkPriority } from '../documents/validate.ts';
import type { JobRow } from '../jobs/job.ts';
import type { Limits } from '../limits.ts';
import type { Models } from '../models/registry.ts';
import { isLarge, startRebuild } from '../views/rebuild.ts';
import { checkBatching } from './batching.ts';
import { type CollectionRow, findCollection, lockCollection } from './collection.ts';
import { checkSearchSettings } from './search-settings.ts';
import { specOf } from './settings.ts';
import { checkSynonyms } from './synonyms.ts';
import { checkDescription, checkFields } from './validate.ts';

/**
 * Changes a collection, and rebuilds its index where that is needed and asked for.
 * @throws COLLECTION_NOT_FOUND, BAD_USER_INPUT, REBUILD_NEEDED, REBUILD_RUNNING, MODEL_NOT_FOUND; nothing has changed then
 */
export async function updateCollection(
  db: Database,
  input: UpdateCollectionInput,
  { models, limits, exactUpTo }: { models: Models; limits: Limits; exactUpTo: number },
): Promise<{ collection: CollectionRow; job: JobRow | null }> {
  const path = 'input.collection';
  const found = await findCollection(db, input.collection, path);
  const priority = checkPriority(input.priority);
  const description =
    input.description === null || input.description === undefined
      ? found.description
      : checkDescription(input.description, 'input.description');
  const synonyms = input.synonyms ? JSON.stringify(checkSynonyms(input.synonyms, 'input.synonyms')) : null;
  const readScopes = checkScopes(input.readScopes, 'input.readScopes');
  const asked = input.model ? await models.find(input.model, 'input.model') : undefined;
  const large = await isLarge(db, found.id, exactUpTo);
  const job = await db.transaction(async (tx) => {
    await lockCollection(tx, found.id, path);
    const collection = await findCollection(tx, found.id, path);
    const declared = [...collection.fields, ...addedFields(input, collection, limits)];
    const fields = input.facets ? withFacets(declared, input.facets, collection.name) : declared;
    const search = checkSearchSettings(input.search, collection.search);
    const batching = checkBatching(input.batching, collection.ownBatching);
    const spec = specOf(input, {
      model: asked ?? (await models.of(tx, collection.model)),
      fields,
      partitions: collection.partitionBy.by,
      large,
      images: collection.spec.images,
      current: collection.spec,
    });
    const reasons = rebuildReasons(collection.spec, spec);
    if (reasons.length > 0 && !input.rebuild) throw userError.rebuildNeeded(reasons);
    await tx.query(
      `update collections set description = $2, strict = $3, fields = $4, batching = $5, search = $7,
         synonyms = coalesce($6, synonyms), synonyms_version = synonyms_version + case when $6 is null then 0 else 1 end,
         read_scopes = case when $8 then $9::text[] else read_scopes end
       where id = $1`,
      [
        collection.id,
        description,
        input.strict ?? collection.strict,
        JSON.stringify(fields),
        JSON.stringify(batching),
        synonyms,
        JSON.stringify(search),
        Boolean(input.readScopes),
        readScopes,
      ],
    );
    await setSearchEffort(tx, collection, spec);
    await tx.query(`select pg_notify('kitegraph_catalog', $1)`, [collection.id]);
    if (reasons.length === 0) return null;
    await models.hold(tx, spec.model, 'input.model');
    return startRebuild(tx, collection, spec, priority);
  });
  return { collection: await findCollection(db, found.id, path), job };
}

function addedFields(
  { addFields }: UpdateCollectionInput,
  collection: CollectionRow,
  limits: Limits,
): FieldDefinition[] {
  const path = 'input.addFields';
  const added = checkFields(addFields ?? [], { path, most: limits.fields, existing: collection.fields });
  for (const [index, field] of added.entries()) {
    if (field.required && field.default === undefined && collection.documentCount > 0) {
      throw userError.badInput(
        `${path}[${index}]`,
        'cannot be required without a default: the documents that are there have no value.',
      );
    }
  }
  return added;
}

/** The fields, of which these are counted and no others. */
function withFacets(
  fields: readonly FieldDefinition[],
  facets: readonly string[],
  collection: string,
): FieldDefinition[] {
  const known = fields.map(({ name }) => name);
  for (const [index, name] of facets.entries()) {
    if (!known.includes(name))
      throw userError.unknownField(`input.facets[${index}]`, name, known, collection);
  }
  return fields.map((field) => ({ ...field, facet: facets.includes(field.name) }));
}

/** What differs that an index is built by, in words. */
function rebuildReasons(current: ViewSpec, wanted: ViewSpec): string[] {
  const differs = (a: unknown, b: unknown) => !isDeepStrictEqual(a, b);
  const graph = ({ index: { builtAs, m, efConstruction } }: ViewSpec) =>
    builtAs === 'HNSW' ? { builtAs, m, efConstruction } : { builtAs };
  const keywords = ({ keywords: { version, ...settings } }: ViewSpec) => settings;
  const reasons: string[] = [];
  if (differs(current.model, wanted.model)) {
    reasons.push(`the embedding model becomes ${wanted.model.name} ${wanted.model.version}`);
  }
  if (differs(current.passages, wanted.passages)) reasons.push('contents are split otherwise');
  if (differs(keywords(current), keywords(wanted))) reasons.push('keyword searches look at something else');
  if (differs(graph(current), graph(wanted))) reasons.push('the vectors get another index');
  return reasons;
}

/** What of the index's settings only searches look at. */
async function setSearchEffort(tx: Queryable, { id, spec }: CollectionRow, wanted: ViewSpec): Promise<void> {
  const { kind, ef, targetRecall = null } = wanted.index;
  const { index } = spec;
  if (index.ef === ef && index.kind === kind && (index.targetRecall ?? null) === targetRecall) return;
  await tx.query(
    `update views set spec = jsonb_set(spec, '{index}', spec -> 'index' || jsonb_build_object('kind', $2::text, 'ef', $3::int, 'targetRecall', $4::float8))
     where collection_id = $1 and state = 'SERVING'`,
    [id, kind, ef, targetRecall],
  );
}
