import type { RerankClient } from '../../../../lib/rerank/rerank-client.ts';
import { circuit } from '../circuit.ts';
import type { Judge } from './judge.ts';

const HARMLESS = 'A harmless text.';

/** A model that reads question and passage together, on a rerank server. */
export function crossEncoder(client: RerankClient, count: (documents: number) => void): Judge & Disposable {
  const reachable = circuit(() =>
    client.score(HARMLESS, [HARMLESS]).then(
      () => true,
      () => false,
    ),
  );
  return {
    method: 'CROSS_ENCODER',
    weight: 0.5,
    scores(question, candidates) {
      const documents = candidates.map(({ title, text }) => (title === '' ? text : `${title}\n${text}`));
      count(documents.length);
      return reachable.run(() => client.score(question, documents));
    },
    [Symbol.dispose]: () => reachable[Symbol.dispose](),
  };
}
