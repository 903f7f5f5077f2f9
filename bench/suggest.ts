import { graphqlClient } from '../test/support/client.ts';
import { bootStack } from '../test/support/stack.ts';
import { paragraphs } from './corpus.ts';
import { indexed } from './indexed.ts';
import { load } from './load.ts';

export interface SuggestOptions {
  documents: number;
  /** Suggestions a line. */
  requests: number;
}

const SUGGEST = `query ($prefix: String!) { suggest(collections: ["bench"], prefix: $prefix) {
  completions { text } titles { title node { documentId } } } }`;

/** What is typed, letter by letter, through the gateway: one word, and the second of two. */
export async function measureSuggest({ documents: count, requests }: SuggestOptions): Promise<void> {
  const documents = paragraphs(count);
  await using stack = await bootStack('one');
  const client = graphqlClient(stack.url);
  await indexed(client, documents);
  const typed = documents
    .map(({ content }) => content.split(' ').slice(2, 4) as [string, string])
    .filter((words) => words.length === 2);
  const prefixes: [string, (words: [string, string]) => string][] = [
    ...[1, 2, 3, 5].map((letters): [string, (words: [string, string]) => string] => [
      `${letters} letters`,
      ([first]) => first.slice(0, letters),
    ]),
    ['a word and 2 letters', ([first, second]) => `${first} ${second.slice(0, 2)}`],
  ];
  console.log(
    'suggestions'.padEnd(40),
    ['a second', 'p50 ms', 'p95', 'p99'].map((title) => title.padStart(8)).join(' '),
  );
  for (const atOnce of [1, 8]) {
    for (const [name, prefixOf] of prefixes) {
      const run = await load(requests, atOnce, (n) =>
        client.data(SUGGEST, { prefix: prefixOf(typed[n % typed.length] as [string, string]) }),
      );
      console.log(
        `${name}, ${atOnce} at once`.padEnd(40),
        [run.perSecond, run.p50, run.p95, run.p99].map((figure) => figure.toFixed(1).padStart(8)).join(' '),
      );
    }
  }
}
