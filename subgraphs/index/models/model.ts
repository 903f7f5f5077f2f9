import { collectionSeenInSql } from '../../../lib/access.ts';
import type { Caller } from '../../../lib/caller.ts';
import type { Queryable } from '../../../lib/database/database.ts';
import { type ModelSpec, serviceModel } from '../../../lib/embedding/model-spec.ts';

/** What names a model: vectors are compared only where name and version are the same. */
export interface ModelRow {
  name: string;
  version: string;
  dimensions: number;
}

/** A model of the registry. */
export interface RegisteredModel {
  spec: ModelSpec;
  /** Whether new collections can use it. Of each name, one version is. */
  offered: boolean;
  isDefault: boolean;
  /** The version of its name that is offered; null where none is. */
  newest: string | null;
  createdAt: Date;
}

type Named = Pick<ModelRow, 'name' | 'version'>;

const selectModel = `
  select m.spec, m.offered, m.is_default as "isDefault", m.created_at as "createdAt",
         (select n.version from models n where n.name = m.name and n.offered limit 1) as newest
  from models m`;

/** Those that collections can use: the default first, then by name. */
export function offeredModels(db: Queryable): Promise<RegisteredModel[]> {
  return db.query(`${selectModel} where m.offered order by m.is_default desc, m.name`);
}

export function modelsNamed(db: Queryable, name: string): Promise<RegisteredModel[]> {
  return db.query(`${selectModel} where m.name = $1`, [name]);
}

/** Those of these names and versions that there are, in no order. */
export function modelsByVersion(db: Queryable, models: readonly Named[]): Promise<RegisteredModel[]> {
  return db.query(
    `${selectModel} join unnest($1::text[], $2::text[]) as k (name, version)
       on k.name = m.name and k.version = m.version`,
    [models.map(({ name }) => name), models.map(({ version }) => version)],
  );
}

/** What the registry knows of a model that an index was built by. */
export async function specOfModel(db: Queryable, model: ModelRow): Promise<ModelSpec> {
  const [found] = await modelsByVersion(db, [model]);
  return found?.spec ?? serviceModel(model);
}

/**
 * Names of the collections with an index of these models, one that is being built or kept for a while included.
 * @param caller who sees some of them only; all where not given
 */
export async function collectionsUsing(
  db: Queryable,
  models: readonly Named[],
  caller?: Caller,
): Promise<(Named & { collections: string[] })[]> {
  return db.query(
    `select k.name, k.version, array(
       select distinct c.name from views v join collections c on c.id = v.collection_id
       where v.spec -> 'model' ->> 'name' = k.name and v.spec -> 'model' ->> 'version' = k.version
         and ${collectionSeenInSql('c', '$3', '$4')}
       order by c.name) as collections
     from unnest($1::text[], $2::text[]) as k (name, version)`,
    [
      models.map(({ name }) => name),
      models.map(({ version }) => version),
      caller?.scopes ?? null,
      caller?.collections ?? null,
    ],
  );
}

/** Keeps a model in the registry until the transaction has ended; false where it is not there any more. */
export async function holdModel(tx: Queryable, { name, version }: Named): Promise<boolean> {
  const rows = await tx.query('select from models where name = $1 and version = $2 for share', [
    name,
    version,
  ]);
  return rows.length > 0;
}

/** Lets one writer at a time change the registry, until the transaction has ended. */
export async function lockModels(tx: Queryable): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('models', 0))`);
}

/** Adds a version of a model, or brings it up to date; it is the one of its name that is offered. */
export async function saveModel(tx: Queryable, spec: ModelSpec): Promise<void> {
  await tx.query(
    `insert into models (name, version, spec) values ($1, $2, $3)
     on conflict (name, version) do update set spec = excluded.spec, offered = true
     where models.spec <> excluded.spec or not models.offered`,
    [spec.name, spec.version, JSON.stringify(spec)],
  );
  await tx.query('update models set offered = false where name = $1 and version <> $2 and offered', [
    spec.name,
    spec.version,
  ]);
}
