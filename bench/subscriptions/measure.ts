import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { until } from '../../test/support/until.ts';
import type { Delays, Load } from './client.ts';
import type { Usage } from './gateway.ts';
import { startSource } from './source.ts';

export interface SubscriptionOptions {
  /** Subscribers of one operation, and of different ones. */
  subscribers: [same: number, different: number];
  /** Subscriptions to open and close one after another. */
  opened: number;
  seconds: number;
  /** Subscriptions on one WebSocket. */
  ofASocket: number;
}

/** An event a second for all who ask the same, and one in ten seconds for each of the others. */
const DIFFERENT_EVERY_MS = 10_000;
const AT_ONCE = 50;

/**
 * Subscribers of one operation and of different ones at one gateway, each part a process of its own: how long events take, what the
 * gateway takes for it, and what it holds after many subscriptions were opened and closed.
 */
export async function measureSubscriptions({
  subscribers,
  opened,
  seconds,
  ofASocket,
}: SubscriptionOptions): Promise<void> {
  const [same, different] = subscribers;
  await using parts = new AsyncDisposableStack();
  const others = parts.use(await startSmallSupergraph());
  const source = await startSource();
  parts.use(source.service);
  const services = JSON.stringify({ ...others.urls, index: source.service.url });
  const gateway = start('gateway.ts', { SERVICES: services });
  parts.defer(() => void gateway.kill());
  const [url] = (await once(gateway, 'message')) as [string];
  const socketUrl = `${url.replace('http', 'ws')}/graphql`;
  const usage = () => asked<Usage>(gateway, 'usage');

  const client = start('client.ts');
  parts.defer(() => void client.kill());
  await once(client, 'message');
  const empty = await usage();
  const started = performance.now();
  const load: Load = { url: socketUrl, same, different, ofASocket };
  await asked(client, load);
  console.log(
    `${same} subscribers of one operation and ${different} of different ones, on ${Math.ceil((same + different) / ofASocket)} sockets: there after ${((performance.now() - started) / 1000).toFixed(1)} s, over ${source.open()} streams of the subgraph`,
  );

  await asked(client, 'measure');
  const before = await usage();
  const end = performance.now() + seconds * 1_000;
  let turn = 0;
  const ticks = setInterval(() => {
    for (let at = turn++ % 100; at < different; at += 100) source.emit(`own-${at}`);
  }, DIFFERENT_EVERY_MS / 100);
  while (performance.now() < end) {
    source.emit('shared');
    await delay(1_000);
  }
  clearInterval(ticks);
  await delay(500);
  const { events, p50, p99, most } = await asked<Delays>(client, 'measure');
  const after = await usage();
  const cpu = after.cpu - before.cpu;
  console.log(
    [
      `${events} events in ${seconds} s arrived, ms after they were made: p50 ${p50}, p99 ${p99}, at most ${most}`,
      `gateway: ${Math.round((100 * cpu) / seconds)} % of one core, ${((1e6 * cpu) / events).toFixed(0)} us an event; memory ${mb(empty.rss)} MB before anybody came, ${mb(after.rss)} MB now`,
    ].join('\n'),
  );
  client.kill();
  await until('all streams to be closed', () => source.open() === 0);

  await openAndClose(socketUrl, opened / 10);
  const first = await usage();
  await openAndClose(socketUrl, (opened * 9) / 10);
  await until('all streams to be closed', () => source.open() === 0);
  const last = await usage();
  console.log(
    `heap after ${opened / 10} subscriptions were opened and closed ${mb(first.heap)} MB, after ${opened} ${mb(last.heap)} MB; no stream is left open`,
  );
}

/** Different subscriptions, some at once: each is closed when its first event is there. */
async function openAndClose(url: string, count: number): Promise<void> {
  const client = createClient({ url, webSocketImpl: WebSocket, lazy: false });
  let next = 0;
  async function turns() {
    while (next < count) {
      const id = `${process.pid}-${next++}`;
      const events = client.iterate({
        query: 'subscription ($id: ID!) { indexJobProgress(id: $id) { sequence } }',
        variables: { id },
      });
      await events.next();
      await events.return?.();
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, turns));
  await client.dispose();
}

function start(file: string, env: Record<string, string> = {}): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return fork(path, { env: { ...process.env, ...env }, execArgv: ['--expose-gc'] });
}

async function asked<T>(child: ChildProcess, question: object | string): Promise<T> {
  const answer = once(child, 'message') as Promise<[T]>;
  child.send(question);
  return (await answer)[0];
}

const mb = (bytes: number) => Math.round(bytes / 1024 / 1024);
