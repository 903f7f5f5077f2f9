import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
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
  fresh changes { kind documentId edge { node { indexedAt } } } } }`;
const ADD = `mutation ($documents: [DocumentInput!]!) {
  addDocuments(input: { collection: "bench", documents: $documents }) { job { id } } }`;

/**
 * 1,000 standing HYBRID searches through the gateway, while documents are written: how long after a document has become
 * searchable its event arrives, how many searches a write has run again, and what that takes of the processor.
 */
export async function measureLive({ documents: count }: LiveOptions): Promise<void> {
  const writes = WRITES_A_SECOND * SECONDS;
  const all = paragraphs(count + 2 * writes);
  if (all.length < count + 2 * writes)
    throw new Error(`There are only ${all.length} paragraphs: give fewer --documents.`);
  await using stack = await bootStack('one', { KITEGRAPH_LIVE_SEARCHES_PER_CALLER: String(SEARCHES) });
  const client = graphqlClient(stack.url);
  await indexed(client, all.slice(0, count));
  const idle = await writing(client, all.slice(count, count + writes));
  console.log(
    `no standing search: ${share(idle)} of one core while ${WRITES_A_SECOND} documents a second are written`,
  );

  const delays: number[] = [];
  await using sockets = new AsyncDisposableStack();
  const open: Socket[] = [];
  const started = performance.now();
  await Promise.all(
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
      return following(open.at(-1) as Socket, text, delays);
    }),
  );
  console.log(`${SEARCHES} pages at the beginning: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  // What was run at first is caught up with.
  await delay(2_000);
  const url = stack.services.query?.url as string;
  const before = await figures(url);
  const busy = await writing(client, all.slice(count + writes));
  const after = await figures(url);
  delays.sort((a, b) => a - b);
  const at = (part: number) => Math.round(delays[Math.floor(part * delays.length)] ?? Number.NaN);
  const perWrite = (reason: string) => (((after[reason] ?? 0) - (before[reason] ?? 0)) / writes).toFixed(1);
  console.log(
    [
      `${SEARCHES} standing searches: ${share(busy)} of one core`,
      `${delays.length} events of ${writes} documents, ms after these were searchable: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}`,
      `runs a write: ${perWrite('touched')} touched, ${perWrite('unknown')} for an unknown change, ${perWrite('late')} when there was time`,
    ].join('\n'),
  );
}

type Socket = ReturnType<typeof createClient>;
const share = (cpu: number) => `${Math.round(100 * cpu)} %`;

/** Resolves at the first event. */
function following(socket: Socket, text: string, delays: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.subscribe<{ searchUpdates: { fresh: boolean; changes: Change[] } }>(
      { query: UPDATES, variables: { text } },
      {
        next({ data, errors }) {
          if (!data || errors) return reject(new Error(JSON.stringify(errors)));
          const { fresh, changes } = data.searchUpdates;
          resolve();
          if (fresh) return;
          const now = Date.now();
          for (const { kind, edge } of changes) {
            const at = Date.parse(edge?.node?.indexedAt ?? '');
            if (kind === 'ENTERED' && now - at < 10_000) delays.push(now - at);
          }
        },
        error: (error) => reject(error instanceof Error ? error : new Error(JSON.stringify(error))),
        complete: () => undefined,
      },
    );
  });
}

interface Change {
  kind: string;
  edge: { node: { indexedAt: string | null } | null } | null;
}

/** Writes one document after another. @returns seconds of processor a second, of this process: of all services but the stores */
async function writing(
  client: ReturnType<typeof graphqlClient>,
  documents: readonly BenchDocument[],
): Promise<number> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (const [index, document] of documents.entries()) {
    const due = started + (index * 1_000) / WRITES_A_SECOND;
    if (due > performance.now()) await delay(due - performance.now());
    await client.data(ADD, { documents: [document] });
  }
  await delay(1_000);
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1_000 / (performance.now() - started);
}

/** Runs of standing searches by reason. */
async function figures(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^live_search_runs_total\{reason="(\w+)".*\} (\d+)$/gm)].map(([, reason, count]) => [
      reason,
      Number(count),
    ]),
  );
}
