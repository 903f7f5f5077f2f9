import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VectorStore } from '../../lib/milvus/vector-store.ts';
import { type Nearest, nearest } from '../../subgraphs/query/search/nearest.ts';
import { selectivities } from '../../subgraphs/query/search/selectivity.ts';
import type { Sources } from '../../subgraphs/query/search/sources.ts';
import { nearest as nearestOf, passage } from './passages.ts';
import type { Stage } from './vector-store-content.ts';

const ROWS = 3_000;
const QUERIES = 8;
const NEAREST = 100;

/** What of the query service's sources a search by vectors uses. */
export function vectorSources(
  store: VectorStore,
  counted: (operation: string) => void = () => undefined,
): Pick<Sources, 'byVector' | 'selectivity' | 'filtering' | 'vectorsBehind'> {
  return {
    async byVector({ view, expression, ...question }, vector) {
      const [hits] = await store.searchVectors(view, {
        ...question,
        vectors: [vector],
        filter: expression || undefined,
      });
      return hits ?? [];
    },
    selectivity: selectivities(store, { count: counted }),
    filtering: async () => (await store.capabilities()).filtering,
    vectorsBehind: ({ view, expression, partitions }) =>
      store.vectorsBehind(view, { filter: expression, partitions }),
  };
}

/** Behind filters a graph index finds as much as without one: at least 95 of the 100 nearest. */
export function promisesAboutRecall(stage: Pick<Stage, 'store' | 'dimensions' | 'vector'>): void {
  test('a graph index finds the nearest behind a filter that few pass', async () => {
    const { store } = stage;
    const view = 'recall';
    const index = { builtAs: 'HNSW', m: 16, efConstruction: 100 } as const;
    await store.createView(view, { dimensions: stage.dimensions, index, partitions: 'NONE' });
    const rows = Array.from({ length: ROWS }, (_, n) =>
      passage({ document: `d${n}`, vector: stage.vector(), metadata: { n: (n * 7919) % 1000 } }),
    );
    await store.write(view, rows);
    await store.settle(view, { always: true });
    const sources = vectorSources(store);
    const queries = Array.from({ length: QUERIES }, () => stage.vector());
    for (const share of [0.2, 0.05, 0.01]) {
      const passes = (n: unknown) => Number(n) < share * 1000;
      const truth = rows.filter(({ metadata }) => passes(metadata.n));
      const question = {
        view,
        expression: `(metadata["n"] < ${share * 1000})`,
        partitions: undefined,
        ef: 128,
        limit: NEAREST,
      };
      let right = 0;
      let wanted = 0;
      let last: Nearest | undefined;
      for (const query of queries) {
        last = await nearest(sources, question, 1, query);
        const best = new Set(nearestOf(truth, query, NEAREST));
        right += last.hits.filter(({ row }) => best.has(row.document)).length;
        wanted += best.size;
      }
      assert.ok(right / wanted >= 0.95, `${share}: ${right / wanted}, ${JSON.stringify(last?.effort)}`);
    }
  });
}
