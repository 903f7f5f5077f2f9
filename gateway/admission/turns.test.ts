import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFederatedGraph } from '../../test/support/federated-graph.ts';
import { until } from '../../test/support/until.ts';
import { openIdentity } from '../access/identity.ts';
import { parseGatewayFile } from '../configuration/gateway-file.ts';
import { requestContext } from '../request-context.ts';
import { type Priority, turns } from './turns.ts';

/** A queue whose operations end when they are told, with the order in which they began. */
function queue(given: { running?: number; waiting?: number; longest?: number }) {
  const began: string[] = [];
  const lost: string[] = [];
  const running: (() => void)[] = [];
  const lined = turns(given);
  return {
    began,
    lost,
    ask(name: string, priority: Priority = 'INTERACTIVE') {
      const [client = ''] = name;
      lined.enter(client, priority, requestContext(openIdentity, {})).then(
        (release) => {
          began.push(name);
          running.push(release);
        },
        (error) => lost.push(`${name} ${error.extensions.code}`),
      );
    },
    async endOne() {
      await settled();
      running.shift()?.();
      await settled();
    },
    figures: () => lined.figures,
  };
}
const settled = () => new Promise(setImmediate);

test('turns go round among clients, so that one with much to do does not starve another', async () => {
  const line = queue({ running: 1 });
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']) line.ask(name);
  for (let at = 0; at < 7; at++) await line.endOne();
  assert.deepEqual(line.began, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  assert.deepEqual(line.figures(), { running: 0, waiting: 0 });
});

test('operators go first, and bulk goes last', async () => {
  const line = queue({ running: 1 });
  line.ask('a1');
  line.ask('x1', 'BULK');
  line.ask('b1');
  line.ask('o1', 'OPERATOR');
  for (let at = 0; at < 4; at++) await line.endOne();
  assert.deepEqual(line.began, ['a1', 'o1', 'b1', 'x1']);
});

test('when too many wait, what gives way is bulk, then the newest of who has most waiting', async () => {
  const line = queue({ running: 1, waiting: 3 });
  for (const name of ['a1', 'a2', 'a3']) line.ask(name);
  line.ask('x1', 'BULK');
  line.ask('b1'); // in place of x1
  line.ask('c1'); // in place of a3
  line.ask('d1'); // nobody has more waiting than d would
  line.ask('y1', 'BULK'); // nobody gives way to bulk
  line.ask('o1', 'OPERATOR'); // goes before all
  await settled();
  assert.deepEqual(line.lost.slice(0, 4), [
    'x1 OVERLOADED',
    'a3 OVERLOADED',
    'd1 OVERLOADED',
    'y1 OVERLOADED',
  ]);
  assert.equal(line.lost.length, 5);
  for (let at = 0; at < 4; at++) await line.endOne();
  assert.deepEqual(line.began.slice(0, 2), ['a1', 'o1']);
  assert.deepEqual(line.figures(), { running: 0, waiting: 0 });
});

test('what has waited too long, or whose client is gone, is dropped', async () => {
  const line = turns({ running: 1, longest: 5 });
  const release = await line.enter('a', 'INTERACTIVE', requestContext(openIdentity, {}));
  await assert.rejects(
    line.enter('b', 'INTERACTIVE', requestContext(openIdentity, {})),
    (error: Error & { extensions: object }) => {
      assert.deepEqual({ ...error.extensions }, { code: 'OVERLOADED', retryAfter: 1, http: { status: 503 } });
      return true;
    },
  );
  const patient = turns({ running: 1, longest: 60_000 });
  const first = await patient.enter('a', 'INTERACTIVE', requestContext(openIdentity, {}));
  const gone = new AbortController();
  const waits = patient.enter('b', 'INTERACTIVE', {
    ...requestContext(openIdentity, {}),
    left: gone,
  });
  gone.abort();
  await assert.rejects(waits);
  assert.deepEqual(patient.figures, { running: 1, waiting: 0 });
  first();
  first();
  release();
  assert.deepEqual(patient.figures, { running: 0, waiting: 0 });
});

test('an overloaded gateway answers 503 with Retry-After, and goes on when there is room', async () => {
  let running = 0;
  const held: (() => void)[] = [];
  const parts = {
    books: {
      typeDefs: 'type Query { hold: Int }',
      resolvers: {
        Query: {
          hold: () =>
            new Promise((resolve) => {
              running += 1;
              held.push(() => resolve(1));
            }),
        },
      },
    },
  };
  const file = parseGatewayFile('queue: { running: 1, waiting: 0, longest: 2s }', 'gateway.yaml', {});
  await using graph = await startFederatedGraph(parts, { file });
  const ask = () =>
    fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ hold }' }),
    });
  const first = ask();
  await until('the first to run', () => running === 1);
  const refused = await ask();
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get('retry-after'), '2');
  assert.match(await refused.text(), /"code":"OVERLOADED"/);
  assert.equal((await fetch(`${graph.url}/health`)).status, 200);
  held[0]?.();
  assert.deepEqual(await (await first).json(), { data: { hold: 1 } });
  const next = ask();
  await until('the next to run', () => running === 2);
  held[1]?.();
  assert.equal((await next).status, 200);
});
