import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Service } from '../../lib/service.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { until } from '../../test/support/until.ts';
import { startGateway } from '../server.ts';

const base = Date.now();

/** A process whose stream goes on in the next one. */
async function startClock(port = 0): Promise<{ child: ChildProcess; port: number }> {
  const file = fileURLToPath(new URL('../../test/support/clock-subgraph.ts', import.meta.url));
  const env = { ...process.env, CLOCK_BASE: String(base), PORT: String(port) };
  const child = fork(file, { env, execArgv: [] });
  const [url] = (await once(child, 'message')) as [string];
  return { child, port: Number(new URL(url).port) };
}

/** The way to the process: it can be cut so that nobody is told. */
async function startWay(to: number) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    client.pipe(upstream).pipe(client);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => one.destroy()).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    vanish() {
      server.close();
      for (const socket of sockets) socket.unpipe().pause();
    },
    async appear() {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe('a subgraph that is lost while events come', () => {
  let supergraph: SmallSupergraph;
  let gateway: Service;
  let clock: Awaited<ReturnType<typeof startClock>>;
  let way: Awaited<ReturnType<typeof startWay>>;
  before(async () => {
    [supergraph, clock] = await Promise.all([startSmallSupergraph(), startClock()]);
    way = await startWay(clock.port);
    gateway = await startGateway({
      host: '127.0.0.1',
      port: 0,
      graphiqlDir: '/nonexistent',
      graph: {
        services: { ...supergraph.urls, index: `http://127.0.0.1:${way.port}` },
        subgraphs: [],
      },
    });
  });
  after(async () => {
    await gateway?.[Symbol.asyncDispose]();
    way?.close();
    clock?.child.kill('SIGKILL');
    await supergraph?.[Symbol.asyncDispose]();
  });

  /** Reads the stream; what it saw are sequences, and times at which it was told that the subgraph is away. */
  function follow(query: string) {
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const sequences: number[] = [];
    const told: number[] = [];
    let failure: unknown;
    client.subscribe<{ indexJobProgress: { sequence: number } }>(
      { query },
      {
        next({ data, errors }) {
          if (data) sequences.push(data.indexJobProgress.sequence);
          else if (errors?.[0]?.extensions?.resuming) told.push(performance.now());
          else failure = errors;
        },
        error: (error) => {
          failure = error;
        },
        complete: () => undefined,
      },
    );
    return {
      sequences,
      told,
      [Symbol.asyncDispose]: async () => client.dispose(),
      async until(sequence: number) {
        await until(`event ${sequence}`, () => failure !== undefined || (sequences.at(-1) ?? 0) >= sequence);
        assert.equal(failure, undefined);
      },
      /** That it has seen each event once, in order. */
      check() {
        const [first = 0] = sequences;
        assert.deepEqual(
          sequences,
          sequences.map((_, at) => first + at),
        );
      },
    };
  }

  test('goes on in each subscription behind its last event after it was killed and has come back: nothing is missing, nothing comes twice', async () => {
    const queries = ['a', 'b'].map((id) => `subscription { indexJobProgress(id: "${id}") { sequence } }`);
    // Joined with another subgraph.
    queries.push('subscription { indexJobProgress(id: "c") { sequence job { id } } }');
    await using all = new AsyncDisposableStack();
    const followers = Array.from({ length: 12 }, (_, at) => all.use(follow(queries[at % 3] as string)));
    for (const one of followers) await one.until(1);
    const seen = Math.max(...followers.map(({ sequences }) => sequences.at(-1) as number));
    for (const one of followers) await one.until(seen + 10);
    clock.child.kill('SIGKILL');
    await once(clock.child, 'exit');
    clock = await startClock(clock.port);
    const back = Math.floor((Date.now() - base) / 20);
    for (const one of followers) await one.until(back + 10);
    for (const one of followers) one.check();
  });

  test('is told of within 2 s, even where its machine has vanished without a word', async () => {
    await using one = follow('subscription { indexJobProgress(id: "v") { sequence } }');
    await one.until(1);
    const gone = performance.now();
    way.vanish();
    await until('to be told', () => one.told.length > 0);
    // A busy machine is not what this is about; ten seconds is what a process has that is only silent.
    assert.ok((one.told[0] as number) - gone < 5_000);
    await way.appear();
    await one.until(Math.floor((Date.now() - base) / 20));
    one.check();
    assert.equal(one.told.length, 1);
  });

  test('is not taken for lost while it is only busy', async () => {
    await using one = follow('subscription { indexJobProgress(id: "busy") { sequence } }');
    await one.until(1);
    clock.child.kill('SIGSTOP');
    // Longer than it takes to notice one that has vanished.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    clock.child.kill('SIGCONT');
    await one.until(Math.floor((Date.now() - base) / 20));
    one.check();
    assert.deepEqual(one.told, []);
  });
});
