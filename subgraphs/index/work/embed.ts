import { createHash } from 'node:crypto';
import type { Database, Queryable } from '../../../lib/database/database.ts';
import { bytesOfVectors, vectorsOfBytes } from '../../../lib/vector.ts';
import { modelKey, type ViewSpec } from '../../../lib/view-spec.ts';
import type { Preparing } from './prepare.ts';

/** Bytes of an embedding's key: of texts that differ, two in 10^19 have the same one. */
export const KEY_BYTES = 16;

export interface EmbeddedText {
  key: Buffer;
  vector: Float32Array;
}

/**
 * The vectors of passages. What was embedded before by this model, in whatever document, view or run, is looked up; the rest is
 * embedded, when it is the most urgent of what waits, and kept.
 */
export async function embedTexts(
  texts: readonly string[],
  o: Pick<Preparing, 'db' | 'embedding' | 'turnstile' | 'signal' | 'onEmbedded'> & {
    model: ViewSpec['model'];
    urgency: number;
  },
): Promise<Map<string, EmbeddedText>> {
  const keys = new Map(texts.map((text) => [text, keyOf(text)]));
  if (keys.size === 0) return new Map();
  const model = modelKey(o.model);
  const kept = await keptEmbeddings(o.db, model, [...keys.values()]);
  const lacking = () => [...keys].filter(([, key]) => !kept.has(hex(key)));
  if (lacking().length > 0) {
    await o.turnstile.pass(
      o.urgency,
      async () => {
        // Another view of the same documents may have had its turn meanwhile.
        const since = await keptEmbeddings(
          o.db,
          model,
          lacking().map(([, key]) => key),
        );
        for (const [key, vector] of since) kept.set(key, vector);
        const fresh = await embedNow(lacking(), o);
        await keepEmbeddings(o.db, model, fresh);
        for (const { key, bytes } of fresh) kept.set(hex(key), bytes);
      },
      o.signal,
    );
  }
  return new Map(
    [...keys].map(([text, key]) => {
      const [vector] = vectorsOfBytes(kept.get(hex(key)) as Buffer, o.model.dimensions);
      return [text, { key, vector: vector as Float32Array }];
    }),
  );
}

async function embedNow(
  missing: readonly [text: string, key: Buffer][],
  o: Pick<Preparing, 'embedding' | 'signal' | 'onEmbedded'>,
): Promise<{ key: Buffer; bytes: Buffer }[]> {
  if (missing.length === 0) return [];
  const began = performance.now();
  const texts = missing.map(([text]) => text);
  const vectors = await o.embedding.embed(texts, 'passage', { signal: o.signal });
  const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  o.onEmbedded(size, (performance.now() - began) / 1000);
  return missing.map(([, key], index) => ({ key, bytes: bytesOfVectors([vectors[index] as Float32Array]) }));
}

function keyOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, KEY_BYTES);
}

const hex = (key: Buffer) => key.toString('hex');

export async function keptEmbeddings(
  db: Database,
  model: string,
  keys: readonly Buffer[],
): Promise<Map<string, Buffer>> {
  const rows = await db.query<{ key: Buffer; vector: Buffer }>(
    `with used as (
       update embeddings set used_on = current_date
       where model = $1 and key = any($2) and used_on < current_date)
     select key, vector from embeddings where model = $1 and key = any($2)`,
    [model, keys],
  );
  return new Map(rows.map((row) => [hex(row.key), row.vector]));
}

/** @param model name@version. @returns how many were not kept before */
export async function keepEmbeddings(
  db: Queryable,
  model: string,
  fresh: readonly { key: Buffer; bytes: Buffer }[],
): Promise<number> {
  const added = await db.query(
    `insert into embeddings (model, key, vector)
     select $1, key, vector from unnest($2::bytea[], $3::bytea[]) as e (key, vector) order by key on conflict do nothing
     returning key`,
    [model, fresh.map((one) => one.key), fresh.map((one) => one.bytes)],
  );
  return added.length;
}
