import type { RerankClient } from '../../../../lib/rerank/rerank-client.ts';
import { sentencesOf } from '../../../../lib/text/sentences.ts';
import { circuit } from '../circuit.ts';
import type { Candidate, Judge } from './judge.ts';

const HARMLESS = 'A harmless text.';
/** Sentences that are judged together, and how many later the next ones begin. */
const WINDOW = { sentences: 4, step: 3 };
/** Windows of a passage that are judged. */
const MOST_WINDOWS = 16;

/**
 * A model that reads question and passage together, on a rerank server.
 * @param o.windows whether it is asked for a few sentences at a time, of which the best count: models that were trained on short
 *   texts judge these better than long ones
 */
export function crossEncoder(
  client: RerankClient,
  o: { windows: boolean; count: (documents: number) => void },
): Judge & Disposable {
  const reachable = circuit(() =>
    client.score(HARMLESS, [HARMLESS]).then(
      () => true,
      () => false,
    ),
  );
  return {
    method: 'CROSS_ENCODER',
    weight: 0.6,
    async scores(question, candidates) {
      const split = candidates.map((candidate) => (o.windows ? windowsOf(candidate) : [whole(candidate)]));
      const texts = split.flat();
      o.count(texts.length);
      const scores = await reachable.run(() => client.score(question, texts));
      const rest = [...scores];
      return split.map((windows) => Math.max(...rest.splice(0, windows.length)));
    },
    [Symbol.dispose]: () => reachable[Symbol.dispose](),
  };
}

const titled = (title: string, text: string) => (title === '' ? text : `${title}\n${text}`);
const whole = ({ title, text }: Candidate) => titled(title, text);

/** A passage in overlapping pieces of a few sentences, each with the title. */
function windowsOf({ title, text }: Candidate): string[] {
  const sentences = sentencesOf(text);
  const windows: string[] = [];
  for (let from = 0; from < sentences.length && windows.length < MOST_WINDOWS; from += WINDOW.step) {
    const its = sentences.slice(from, from + WINDOW.sentences);
    windows.push(titled(title, text.slice(its[0]?.start, its.at(-1)?.end).trim()));
    if (from + WINDOW.sentences >= sentences.length) break;
  }
  return windows.length > 0 ? windows : [titled(title, text)];
}
