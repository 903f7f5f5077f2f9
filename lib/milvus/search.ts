import { userError } from '../errors.ts';
import { componentsOf } from '../vector.ts';
import type { Connection } from './connection.ts';
import { type PassagePlace, placeOf } from './passage.ts';
import type { Capabilities } from './probe.ts';
import { vectorSearchParams } from './schema.ts';
import { type SearchAnswer, searchCall } from './search-call.ts';
import type { Views } from './views.ts';

/** Milvus's limit on the hits of one query. */
const MOST_HITS = 16_384;

export interface Hit {
  /** Higher is better: the cosine, or the BM25 score. */
  score: number;
  row: PassagePlace;
}

/** What every search of a view can be given. */
export interface SearchOptions {
  limit: number;
  /** A Milvus expression. */
  filter?: string | undefined;
  /** Milvus partitions by name; all that are loaded where not given. */
  partitions?: readonly string[] | undefined;
}

export interface Searching {
  /** @param o.ef candidates of a graph index at least (where `tuned`: as many); left out where the index is FLAT */
  vectors(
    name: string,
    o: SearchOptions & { vectors: Float32Array[]; ef?: number | undefined; tuned?: boolean | undefined },
  ): Promise<Hit[][]>;
  terms(name: string, o: SearchOptions & { queries: string[] }): Promise<Hit[][]>;
}

/** Searches of views: all queries of a call in one request, an answer for each, best first. */
export function searchingIn(
  connection: Connection,
  views: Views,
  capabilities: () => Promise<Capabilities>,
): Searching {
  async function search(
    name: string,
    data: unknown[],
    field: { anns_field: string; metric_type: string; params?: Record<string, number> },
    o: SearchOptions,
  ): Promise<Hit[][]> {
    if (data.length === 0) return [];
    if (o.partitions?.length === 0) return data.map(() => []);
    const limit = Math.min(o.limit, MOST_HITS);
    const answer = await views.onLoaded(name, () =>
      connection.call('search', 'read', (client, timeout) =>
        searchCall(
          client,
          {
            collection_name: name,
            ...field,
            data: data as never,
            limit,
            filter: o.filter,
            ...(o.partitions && { partition_names: [...o.partitions] }),
            // The key, which comes with each hit, says all that ranking needs. Texts of hundreds of candidates, of which ten are
            // shown, cost more than the search: 22 ms instead of 3 for 200 hits on Milvus Lite. `rowsOf` reads those that are shown.
            output_fields: [],
            // A write waits until reads of this level see it (write.ts).
            consistency_level: 'Bounded' as never,
          },
          timeout,
        ),
      ),
    );
    return hitsOf(answer, data.length);
  }

  const vectors: Searching['vectors'] = async (name, o) => {
    await views.columns(name);
    const params = vectorSearchParams(o.limit, o.ef, o.tuned);
    const field = { anns_field: 'vector', metric_type: 'COSINE', params };
    return search(name, o.vectors.map(componentsOf), field, o);
  };

  const terms: Searching['terms'] = async (name, o) => {
    const { keyword, version, bm25Sign } = await capabilities();
    if (!keyword) throw userError.notSupported('Keyword search', 'Milvus 2.5 or later', version);
    if (!(await views.columns(name)).includes('sparse')) {
      throw userError.notSupported(
        'Keyword search',
        'a collection that was built on Milvus 2.5 or later (rebuildCollection builds it again)',
        `${version}, and this collection was built on an older one`,
      );
    }
    // A query without terms finds nothing; it is not for the server to decide what that means.
    const asked = o.queries.map((query) => query.trim()).filter((query) => query !== '');
    const found = await search(name, asked, { anns_field: 'sparse', metric_type: 'BM25' }, o);
    if (bm25Sign < 0) for (const hits of found) for (const hit of hits) hit.score = -hit.score;
    let next = 0;
    return o.queries.map((query) => (query.trim() === '' ? [] : (found[next++] ?? [])));
  };

  return { vectors, terms };
}

/** The hits of each of so many queries. */
function hitsOf({ results }: SearchAnswer, queries: number): Hit[][] {
  const { topks = [], scores = [], ids } = results ?? {};
  const keys = ids?.str_id?.data ?? [];
  let next = 0;
  return Array.from({ length: queries }, (_, query) => {
    const from = next;
    next += Number(topks[query] ?? 0);
    return keys
      .slice(from, next)
      .map((key, at) => ({ score: scores[from + at] as number, row: placeOf(key) }));
  });
}
