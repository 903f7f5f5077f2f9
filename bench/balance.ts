import { setTimeout as delay } from 'node:timers/promises';
import { BalancedPool } from 'undici';
import { asked, json, type ScriptedSubgraph, scriptedSubgraph } from '../test/support/scripted-subgraph.ts';
import { load } from './load.ts';

const FAST_MS = 5;
/** Twenty times as slow. */
const SLOW_MS = 100;

export interface BalanceOptions {
  requests: number;
}

/**
 * Three instances of a subgraph, one of which is twenty times as slow as the others; each works on one request at a time, as
 * a process that computes does. In turn (undici's BalancedPool) beside the gateway's choice of two, with the same servers.
 */
export async function measureBalance({ requests }: BalanceOptions): Promise<void> {
  console.log(
    `3 instances, ${FAST_MS}, ${FAST_MS} and ${SLOW_MS} ms a request`.padEnd(50),
    ['a second', 'p50 ms', 'p95', 'p99', 'slow gets'].map((title) => title.padStart(9)).join(' '),
  );
  for (const atOnce of [4, 16]) {
    await measured(`in turn, ${atOnce} at once`, requests, atOnce, inTurn);
    await measured(`the choice of two, ${atOnce} at once`, requests, atOnce, choiceOfTwo);
  }
}

type Asker = (addresses: string[]) => { ask(): Promise<unknown> } & AsyncDisposable;

const inTurn: Asker = (addresses) => {
  const pool = new BalancedPool(addresses.map((address) => new URL(address).origin));
  return {
    async ask() {
      const { body } = await pool.request({ path: '/graphql', method: 'POST', body: '{"query":"{ a }"}' });
      await body.dump();
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
};

const choiceOfTwo: Asker = (addresses) => {
  const shop = asked(addresses, { settings: { deduplicate: false, dns: 'off' } });
  return { ask: () => shop.ask('{ a }'), [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose]() };
};

async function measured(name: string, requests: number, atOnce: number, asker: Asker): Promise<void> {
  await using slow = await worker(SLOW_MS);
  await using first = await worker(FAST_MS);
  await using second = await worker(FAST_MS);
  await using upstream = asker([first.url, slow.url, second.url]);
  const run = await load(requests, atOnce, () => upstream.ask());
  console.log(
    name.padEnd(50),
    [run.perSecond, run.p50, run.p95, run.p99].map((figure) => figure.toFixed(1).padStart(9)).join(' '),
    `${((100 * slow.requests.length) / requests).toFixed(1)} %`.padStart(9),
  );
}

/** An instance that answers one request after the other, each in so many milliseconds. */
function worker(milliseconds: number): Promise<ScriptedSubgraph> {
  let last: Promise<unknown> = Promise.resolve();
  return scriptedSubgraph((...asked) => {
    last = last.then(() => delay(milliseconds)).then(() => json({ data: { a: 1 } })(...asked));
  });
}
