/** Each rule of https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md, through the gateway. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { type SmallSupergraph, startSmallSupergraph } from '../../../test/support/small-supergraph.ts';
import { until } from '../../../test/support/until.ts';
import { serveConnection } from './connection.ts';
import { closing } from './messages.ts';

interface Message {
  id?: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: payloads are of many shapes
  payload?: any;
}

/** A client that sends what it is told, right or wrong. */
async function connect(url: string, o: { protocols?: string[]; headers?: Record<string, string> } = {}) {
  const socket = new WebSocket(url, o.protocols ?? ['graphql-transport-ws'], { headers: o.headers ?? {} });
  const messages: Message[] = [];
  let closed: { code: number; reason: string } | undefined;
  socket.on('error', () => undefined);
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  const closes = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => {
      closed = { code, reason: String(reason) };
      resolve(closed);
    }),
  );
  await Promise.race([new Promise((resolve) => socket.once('open', resolve)), closes]);
  const client = {
    socket,
    messages,
    closes,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** Sends all in one piece, so that they arrive at once. */
    together(...some: object[]) {
      const wire = (socket as unknown as { _socket: Socket })._socket;
      wire.cork();
      for (const message of some) client.send(message);
      wire.uncork();
    },
    async next(type: string, id?: string): Promise<Message> {
      const find = () =>
        messages.findIndex((one) => one.type === type && (id === undefined || one.id === id));
      await until(
        `${type} ${id ?? ''} among ${JSON.stringify(messages)}`,
        () => find() >= 0 || closed !== undefined,
      );
      const [message] = messages.splice(find(), 1);
      assert.ok(message && !closed, `closed: ${JSON.stringify(closed)}`);
      return message;
    },
    async ready() {
      client.send({ type: 'connection_init' });
      await client.next('connection_ack');
      return client;
    },
  };
  return client;
}

const progress = (id: string, job = 'job') => ({
  id,
  type: 'subscribe',
  payload: { query: `subscription { indexJobProgress(id: "${job}") { sequence job { id } } }` },
});
const question = (id: string, query = '{ searchStatistics { totalQueries } }') => ({
  id,
  type: 'subscribe',
  payload: { query },
});

describe('graphql-transport-ws', () => {
  let supergraph: SmallSupergraph;
  let url: string;
  let silent: Awaited<ReturnType<typeof connect>>;
  let since: number;
  before(async () => {
    supergraph = await startSmallSupergraph({ apiKey: 'the-key' });
    url = `${supergraph.gateway.url.replace('http', 'ws')}/graphql`;
    since = performance.now();
    silent = await connect(url, { headers: { 'x-api-key': 'the-key' } });
  });
  after(() => supergraph?.[Symbol.asyncDispose]());
  const headers = { 'x-api-key': 'the-key' };
  const client = () => connect(url, { headers });
  const open = () => supergraph.counts.openStreams;
  const streams = (count: number) => until(`${count} streams`, () => open() === count);
  const served = async () => {
    const answers = await client();
    await answers.ready();
    answers.send(question('1'));
    assert.equal((await answers.next('next')).payload.data.searchStatistics.totalQueries, 1);
    answers.socket.terminate();
  };

  test('4406: a socket that does not offer the subprotocol', async () => {
    for (const protocols of [[], ['graphql-ws']]) {
      const { closes, socket } = await connect(url, { protocols, headers });
      // A client library may close by itself since no protocol was chosen.
      const { code } = await closes;
      assert.ok(code === 4406 || (code === 1006 && socket.protocol === ''), String(code));
    }
  });

  test('4401: an operation before the connection is acknowledged, though it comes right behind connection_init', async () => {
    const early = await client();
    early.send(progress('1'));
    assert.deepEqual(await early.closes, { code: 4401, reason: 'Unauthorized' });
    assert.equal(open(), 0);
  });

  test('4403: credentials that are wrong, or none', async () => {
    for (const payload of [undefined, {}, { authorization: 'Bearer another' }]) {
      const stranger = await connect(url);
      stranger.send({ type: 'connection_init', payload });
      assert.deepEqual(await stranger.closes, { code: 4403, reason: 'Forbidden' });
    }
    const known = await connect(url);
    known.send({ type: 'connection_init', payload: { authorization: 'Bearer the-key' } });
    await known.next('connection_ack');
    known.socket.terminate();
  });

  test('4429: a second connection_init, whether the first is acknowledged or not', async () => {
    const eager = await client();
    eager.together({ type: 'connection_init' }, { type: 'connection_init' });
    assert.equal((await eager.closes).code, 4429);
    const late = await (await client()).ready();
    late.send({ type: 'connection_init' });
    assert.deepEqual(await late.closes, { code: 4429, reason: 'Too many initialisation requests' });
  });

  test('4409: an id that is in use', async () => {
    const twice = await (await client()).ready();
    twice.send(progress('same'));
    await twice.next('next');
    twice.send(progress('same'));
    assert.deepEqual(await twice.closes, { code: 4409, reason: 'Subscriber for same already exists' });
    const atOnce = await (await client()).ready();
    atOnce.together(progress('same'), progress('same'));
    assert.equal((await atOnce.closes).code, 4409);
    await streams(0);
    const long = await (await client()).ready();
    const id = 'ü'.repeat(500);
    long.together(progress(id), progress(id));
    const { code, reason } = await long.closes;
    assert.equal(code, 4409);
    assert.match(reason, /^Subscriber for ü+$/);
  });

  test('4400: every message that is none of the protocol, before and after the acknowledgement', async () => {
    const wrong: unknown[] = [
      '',
      'nothing',
      'null',
      '[]',
      '1',
      {},
      { type: 1 },
      { type: 'start', id: '1', payload: { query: '{ __typename }' } },
      // What only servers send.
      { type: 'next', id: '1', payload: {} },
      { type: 'error', id: '1', payload: [] },
      { type: 'connection_ack' },
      { type: 'connection_init', payload: 'text' },
      { type: 'ping', payload: [] },
      { type: 'pong', payload: 1 },
      { type: 'complete' },
      { type: 'complete', id: 1 },
      { type: 'subscribe', payload: { query: '{ __typename }' } },
      { type: 'subscribe', id: '', payload: { query: '{ __typename }' } },
      { type: 'subscribe', id: '1' },
      { type: 'subscribe', id: '1', payload: '{ __typename }' },
      { type: 'subscribe', id: '1', payload: {} },
      { type: 'subscribe', id: '1', payload: { query: 1 } },
      { type: 'subscribe', id: '1', payload: { query: '{ a }', variables: [] } },
      { type: 'subscribe', id: '1', payload: { query: '{ a }', operationName: 1 } },
      { type: 'subscribe', id: '1', payload: { query: '{ a }', extensions: 'x' } },
      Buffer.from('{"type":"ping"}'),
    ];
    await Promise.all(
      wrong.flatMap((message) =>
        [false, true].map(async (acknowledged) => {
          const clumsy = await client();
          if (acknowledged) await clumsy.ready();
          if (message instanceof Buffer) clumsy.socket.send(message);
          else clumsy.send(message);
          const { code, reason } = await clumsy.closes;
          assert.equal(code, 4400, JSON.stringify(message));
          assert.match(reason, /^Invalid message: /);
        }),
      ),
    );
    await served();
  });

  test('1009, 1007 and 1002: frames that are too large, no UTF-8, or no frames', async () => {
    const large = await (await client()).ready();
    large.send({ ...question('1'), padding: 'x'.repeat(18 * 1024 * 1024) });
    assert.equal((await large.closes).code, 1009);
    const binary = await (await client()).ready();
    binary.socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
    assert.equal((await binary.closes).code, 1007);
    const broken = await (await client()).ready();
    (broken.socket as unknown as { _socket: Socket })._socket.write(Buffer.from([0xff, 0xff, 0xff]));
    assert.equal((await broken.closes).code, 1002);
    await served();
  });

  test('pings are answered with their payload at any time, and pongs are taken', async () => {
    const pinging = await client();
    pinging.send({ type: 'ping' });
    assert.deepEqual(await pinging.next('pong'), { type: 'pong' });
    await pinging.ready();
    pinging.send({ type: 'pong', payload: { unasked: true } });
    pinging.send({ type: 'ping', payload: { big: 1, nested: { a: [null] } } });
    assert.deepEqual((await pinging.next('pong')).payload, { big: 1, nested: { a: [null] } });
    pinging.socket.terminate();
  });

  test('a query gives next and complete, a wrong operation error and nothing more, and neither closes the socket', async () => {
    const asking = await (await client()).ready();
    asking.send(question('q'));
    assert.equal((await asking.next('next', 'q')).payload.data.searchStatistics.totalQueries, 1);
    await asking.next('complete', 'q');
    const mistakes = {
      a: '{ nope }',
      b: '{',
      c: '',
      d: 'subscription { a: alerts { sequence } b: alerts { sequence } }',
    };
    for (const [id, query] of Object.entries(mistakes)) {
      asking.send(question(id, query));
      const { payload } = await asking.next('error', id);
      assert.ok(Array.isArray(payload) && payload[0].message && payload[0].extensions.code, query);
    }
    // A subscription that is refused as it runs has an answer, with errors in it.
    asking.send(progress('e', 'missing'));
    assert.equal((await asking.next('next', 'e')).payload.errors[0].extensions.code, 'JOB_NOT_FOUND');
    await asking.next('complete', 'e');
    asking.send(question('last'));
    await asking.next('complete', 'last');
    assert.deepEqual(
      asking.messages.map(({ type }) => type),
      ['next'],
    );
    asking.socket.terminate();
  });

  test('many operations at once are told apart by their ids, which may be any text', async () => {
    const busy = await (await client()).ready();
    const ids = ['1', '__proto__', 'constructor', 'toString', ' ', '"', '\u2028', '💡', 'x'.repeat(1_000)];
    busy.together(...ids.map((id, at) => progress(id, `concurrent-${at}`)));
    for (const [at, id] of ids.entries())
      assert.equal((await busy.next('next', id)).payload.data.indexJobProgress.job.id, `concurrent-${at}`);
    assert.equal(open(), ids.length);
    busy.send({ id: '__proto__', type: 'complete' });
    await streams(ids.length - 1);
    supergraph.advance();
    for (const id of ids.filter((one) => one !== '__proto__'))
      assert.equal((await busy.next('next', id)).payload.data.indexJobProgress.sequence, 2);
    assert.deepEqual(busy.messages, []);
    busy.socket.close();
    await streams(0);
  });

  test('after complete an id is free at once: its new operation is another one, and the old one is silent', async () => {
    const reusing = await (await client()).ready();
    for (let round = 0; round < 20; round++) {
      reusing.together(
        progress('1', `old-${round}`),
        { id: '1', type: 'complete' },
        progress('1', `new-${round}`),
      );
      const { payload } = await reusing.next('next', '1');
      assert.equal(payload.data.indexJobProgress.job.id, `new-${round}`);
      reusing.together({ id: '1', type: 'complete' }, question('1'));
      const answer = await reusing.next('next', '1');
      assert.equal(answer.payload.data.searchStatistics.totalQueries, 1);
      await reusing.next('complete', '1');
    }
    assert.deepEqual(reusing.messages, []);
    await streams(0);
    // One that ended by itself, and one that failed, free their ids as well.
    reusing.send(question('1', '{ nope }'));
    await reusing.next('error', '1');
    reusing.send(progress('1', 'again'));
    await reusing.next('next', '1');
    reusing.socket.terminate();
    await streams(0);
  });

  test('complete for what is not under way is ignored, and no result follows a complete', async () => {
    const leaving = await (await client()).ready();
    leaving.send({ id: 'never', type: 'complete' });
    leaving.together(progress('1', 'left'), { id: '1', type: 'complete' }, { id: '1', type: 'complete' });
    leaving.send({ type: 'ping' });
    await leaving.next('pong');
    await streams(0);
    supergraph.advance();
    leaving.send(question('2'));
    await leaving.next('complete', '2');
    assert.deepEqual(
      leaving.messages.filter(({ id }) => id === '1'),
      [],
    );
    leaving.socket.terminate();
  });

  test('a socket that goes away, politely or not, frees all that it had', async () => {
    for (const go of ['close', 'terminate'] as const) {
      const going = await (await client()).ready();
      going.together(...Array.from({ length: 30 }, (_, at) => progress(String(at), `going-${at}`)));
      await streams(30);
      going.socket[go]();
      await streams(0);
    }
    // Also while its operations are being started.
    const gone = await (await client()).ready();
    gone.together(...Array.from({ length: 30 }, (_, at) => progress(String(at), `gone-${at}`)));
    gone.socket.terminate();
    await served();
    await streams(0);
  });

  test('one connection has at most a hundred operations under way, and the others go on', async () => {
    const greedy = await (await client()).ready();
    greedy.together(...Array.from({ length: 101 }, (_, at) => progress(String(at))));
    const { id, payload } = await greedy.next('error');
    assert.equal(id, '100');
    assert.equal(payload[0].extensions.code, 'TOO_MANY_OPERATIONS');
    await until('a hundred', () => greedy.messages.filter(({ type }) => type === 'next').length === 100);
    greedy.socket.terminate();
    await streams(0);
  });

  test('a client that sends and does not read is not read from any more, and others are served', async () => {
    const flooding = await (await client()).ready();
    flooding.socket.pause();
    const ping = { type: 'ping', payload: { text: 'x'.repeat(60_000) } };
    for (let at = 0; at < 500; at++) flooding.send(ping);
    await served();
    // 30 MB were asked to come back: most of it still waits at the client.
    await until('the gateway to stop reading', () => flooding.socket.bufferedAmount > 10_000_000);
    flooding.socket.terminate();
    await served();
  });

  test('4408: a client that does not send its connection_init within 3 seconds', async () => {
    assert.deepEqual(await silent.closes, { code: 4408, reason: 'Connection initialisation timeout' });
    assert.ok(performance.now() - since > 2_900);
  });

  test('1012: when the gateway ends, clients are told to connect again', async () => {
    const following = await (await client()).ready();
    following.send(progress('1'));
    await following.next('next');
    const unready = await client();
    await supergraph.gateway[Symbol.asyncDispose]();
    for (const { closes } of [following, unready])
      assert.deepEqual(await closes, { code: 1012, reason: 'Service restart' });
  });
});

test('4500: something that went wrong inside says nothing about it', async () => {
  const failures: unknown[] = [];
  await using server = new AsyncDisposableStack();
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(sockets, 'listening');
  server.defer(() => new Promise((resolve) => sockets.close(() => resolve())));
  sockets.on('connection', (socket, request) =>
    serveConnection(socket, request.socket, {
      initWithinMs: 1_000,
      connect: () => undefined,
      run: () => Promise.reject(new Error('secret')),
      failed: (error) => failures.push(error),
    }),
  );
  const { port } = sockets.address() as AddressInfo;
  const client = await (await connect(`ws://127.0.0.1:${port}`)).ready();
  client.send(question('1'));
  assert.deepEqual(await client.closes, closing.internal);
  assert.match(String(failures[0]), /secret/);
});
