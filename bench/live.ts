import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { chunks } from '../lib/milvus/expression.ts';
import { graphqlClient } from '../test/support/client.ts';
import { bootStack } from '../test/support/stack.ts';
import { type BenchDocument, paragraphs, questions } from './corpus.ts';
import { indexed } from './indexed.ts';

export interface LiveOptions {
  /** Documents that are there when it begins. */
  documents: number;
}

const SEARCHES = 1_000;
/** Subscriptions of one WebSocket, under the gateway's limit. */
const OF_A_SOCKET = 90;
const WRITES_A_SECOND = 1;
const SECONDS = 30;
const UPDATES = `subscription ($text: String!) { searchUpdates(input: { collections: ["bench"], text: $text }) {
  fresh changes { kind } page { edges { node { documentId } } } } }`;
const ADD = `mutation ($documents: [DocumentInput!]!) {
  addDocuments(input: { collection: "bench", documents: $documents, waitFor: INDEXED }) { job { id } } }`;
const FOUND = `query ($text: String!) { search(input: { collections: ["bench"], text: $text }) { edges { node { documentId } } } }`;
const INDEXED_AT = `query ($id: ID!) { document(collection: "bench", documentId: $id) { indexedAt } }`;
/** Writes after which each list is compared with what a search finds. */
const CHECKED = 5;
/** A list is to be right so long after a document is searchable. */
const PROMISED_MS = 500;

/**
 * 1,000 standing HYBRID searches through the gateway, while documents are written: how long after a document has become searchable
 * the events come, how many searches a write has run again, and what that takes of the processor. Then a few documents more: how
 * many lists are not, half a second after a document is searchable, what a search finds.
 */
export async function measureLive({ documents: count }: LiveOptions): Promise<void> {
  const writes = WRITES_A_SECOND * SECONDS;
  const needed = count + 2 * writes + CHECKED;
  const all = paragraphs(needed);
  if (all.length < needed)
    throw new Error(`There are only ${all.length} paragraphs: give fewer --documents.`);
  await using stack = await bootStack('one', { KITEGRAPH_LIVE_SEARCHES_PER_CALLER: String(SEARCHES) });
  const client = graphqlClient(stack.url);
  await indexed(client, all.slice(0, count));
  const idle = await writing(client, all.slice(count, count + writes));
  console.log(
    `no standing search: ${share(idle.share)} of one core while ${WRITES_A_SECOND} documents a second are written`,
  );

  await using sockets = new AsyncDisposableStack();
  const open: Socket[] = [];
  const started = performance.now();
  const lists = await Promise.all(
    questions(all, SEARCHES).map((text, index) => {
      if (index % OF_A_SOCKET === 0) {
        const socket = createClient({
          url: `${stack.url.replace('http', 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          lazy: false,
        });
        sockets.defer(() => void socket.dispose());
        open.push(socket);
      }
      return following(open.at(-1) as Socket, text);
    }),
  );
  console.log(`${SEARCHES} pages at the beginning: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  // What was run at first is caught up with.
  await delay(2_000);
  const url = stack.services.query?.url as string;
  const before = await figures(url);
  const busy = await writing(client, all.slice(count + writes, count + 2 * writes));
  const after = await figures(url);
  const delays = lists.flatMap(({ events }) => events.flatMap((at) => since(busy.indexedAt, at)));
  delays.sort((a, b) => a - b);
  const at = (part: number) => Math.round(delays[Math.floor(part * delays.length)] ?? Number.NaN);
  const perWrite = (name: string, reason: string) => {
    const key = `${name} ${reason}`;
    return (((after[key] ?? 0) - (before[key] ?? 0)) / writes).toFixed(1);
  };
  console.log(
    [
      `${SEARCHES} standing searches: ${share(busy.share)} of one core`,
      `${delays.length} events of ${writes} documents, ms after the newest was searchable: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, at most ${Math.round(delays.at(-1) ?? Number.NaN)}`,
      ...['touched', 'unknown', 'late'].map(
        (reason) =>
          `runs a write, ${reason}: ${perWrite('runs', reason)}, of which ${perWrite('pages', reason)} had another page`,
      ),
      await checked(client, lists, all.slice(count + 2 * writes)),
    ].join('\n'),
  );
}

type Socket = ReturnType<typeof createClient>;
const share = (cpu: number) => `${Math.round(100 * cpu)} %`;

/** A search that is followed. */
interface Followed {
  text: string;
  list: string[];
  /** When each event came, but for the first, in epoch milliseconds. */
  events: number[];
}

/** Resolves at the first event. */
function following(socket: Socket, text: string): Promise<Followed> {
  const followed: Followed = { text, list: [], events: [] };
  return new Promise((resolve, reject) => {
    socket.subscribe<{ searchUpdates: Page & { fresh: boolean; page: Page } }>(
      { query: UPDATES, variables: { text } },
      {
        next({ data, errors }) {
          if (!data || errors) return reject(new Error(JSON.stringify(errors)));
          const { fresh, page } = data.searchUpdates;
          followed.list = idsOf(page);
          if (!fresh) followed.events.push(Date.now());
          resolve(followed);
        },
        error: (error) => reject(error instanceof Error ? error : new Error(JSON.stringify(error))),
        complete: () => undefined,
      },
    );
  });
}

interface Page {
  edges: { node: { documentId: string } }[];
}
const idsOf = ({ edges }: Page) => edges.map(({ node }) => node.documentId);

/** The time since the newest document that was searchable then; none before the first was. */
function since(indexedAt: readonly number[], event: number): number[] {
  const newest = indexedAt.findLast((at) => at <= event);
  return newest === undefined ? [] : [event - newest];
}

/** Writes one document after another, and compares all lists with what searches find a while after each. */
async function checked(
  client: ReturnType<typeof graphqlClient>,
  lists: readonly Followed[],
  documents: readonly BenchDocument[],
): Promise<string> {
  let wrong = 0;
  for (const document of documents) {
    await client.data(ADD, { documents: [document] });
    await delay(PROMISED_MS);
    const then = lists.map(({ list }) => list.join());
    for (const part of chunks([...lists.entries()], 20)) {
      const found = await Promise.all(part.map(([, { text }]) => client.data(FOUND, { text })));
      wrong += part.filter(([index], place) => idsOf(found[place].search).join() !== then[index]).length;
    }
  }
  return `${wrong} of ${lists.length * documents.length} lists were not what a search finds ${PROMISED_MS} ms after a document was searchable`;
}

/**
 * Writes one document after another.
 * @returns share: seconds of processor for each, of this process: of all services but the stores; indexedAt: epoch milliseconds
 */
async function writing(
  client: ReturnType<typeof graphqlClient>,
  documents: readonly BenchDocument[],
): Promise<{ share: number; indexedAt: number[] }> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const indexedAt: number[] = [];
  for (const [index, document] of documents.entries()) {
    const due = started + (index * 1_000) / WRITES_A_SECOND;
    if (due > performance.now()) await delay(due - performance.now());
    await client.data(ADD, { documents: [document] });
    const known = await client.data(INDEXED_AT, { id: document.documentId });
    indexedAt.push(Date.parse(known.document.indexedAt));
  }
  await delay(1_000);
  const { user, system } = process.cpuUsage(cpu);
  return { share: ((user + system) / 1e6 / documents.length) * WRITES_A_SECOND, indexedAt };
}

/** Runs of standing searches and other pages that they gave, by reason. */
async function figures(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^live_search_(runs|pages)_total\{reason="(\w+)".*\} (\d+)$/gm)].map(
      ([, name, reason, count]) => [`${name} ${reason}`, Number(count)],
    ),
  );
}
