import { test } from 'node:test';
import type { ShownHit } from '../pages/present.ts';
import type { SearchArguments } from '../search/search.ts';
import { Standing, type StandingParts } from './standing.ts';

const hit = (document: string, expires: number, more: Partial<ShownHit> = {}) =>
  ({ target: { collection: { id: 'c' } }, row: { document, revision: 1, expires }, ...more }) as ShownHit;

test('a standing search is run again when a document expires that stands in a group behind another', async () => {
  const again = Promise.withResolvers<void>();
  const first = hit('first', 0);
  const behind = hit('behind', Date.now() + 50);
  const group = { value: 'x', totalCount: 2, hits: [first, behind] };
  const parts = {
    search: async () => ({ page: { hits: [{ ...first, group }], hasNextPage: false }, notes: [] }),
    metrics: { ran: () => undefined, changed: () => undefined, delay: () => undefined },
    ran: async () => undefined,
    again: () => again.resolve(),
  };
  const standing = new Standing({} as SearchArguments, parts as unknown as StandingParts);
  await standing.run();
  // Its own timer keeps no process alive.
  const alive = setTimeout(() => again.reject(new Error('it was not run again')), 10_000);
  await again.promise.finally(() => clearTimeout(alive));
  standing.close();
});
