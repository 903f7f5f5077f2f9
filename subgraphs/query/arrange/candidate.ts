import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { PassageHit, RankedHit } from '../search/candidates.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import type { Arrangement } from './arrangement.ts';

/** A candidate, with what is known of its document. */
export interface Candidate {
  hit: RankedHit;
  /** Empty for one that is no longer there. */
  metadata: Readonly<Record<string, unknown>>;
  /** How many near duplicates it stands for. */
  collapsed: number;
}

/** The candidates with their metadata, read by key where it is needed: one call for each collection. */
export async function candidatesOf(
  hits: readonly RankedHit[],
  { targets }: SearchRequest,
  arrangement: Arrangement,
  sources: Pick<Sources, 'columns'>,
): Promise<Candidate[]> {
  const { boosts, recency, sort, groupBy } = arrangement;
  const needed = boosts.length > 0 || recency || sort.length > 0 || groupBy;
  if (!needed) return hits.map((hit) => ({ hit, metadata: {}, collapsed: 0 }));
  const rows = await columnsOfHits(hits, targets, sources, ['key', 'metadata']);
  return hits.map((hit) => ({ hit, metadata: rows.get(hit)?.metadata ?? {}, collapsed: 0 }));
}

/** Columns of the rows of hits that are still there. */
export async function columnsOfHits<Column extends keyof PassageFields>(
  hits: readonly PassageHit[],
  targets: readonly Target[],
  sources: Pick<Sources, 'columns'>,
  columns: readonly ('key' | Column)[],
): Promise<Map<PassageHit, Pick<PassageFields, Column | 'key'>>> {
  const found = new Map<PassageHit, Pick<PassageFields, Column | 'key'>>();
  await Promise.all(
    [...Map.groupBy(hits, ({ target }) => target)].map(async ([target, its]) => {
      const view = (targets[target] as Target).collection.view.milvusName;
      const rows = await sources.columns(
        view,
        its.map(({ row }) => row.key),
        columns,
      );
      const byKey = new Map(rows.map((row) => [row.key, row]));
      for (const hit of its) {
        const row = byKey.get(hit.row.key);
        if (row) found.set(hit, row);
      }
    }),
  );
  return found;
}
