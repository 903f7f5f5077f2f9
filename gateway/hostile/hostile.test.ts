import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { type FederatedGraph, startFederatedGraph } from '../../test/support/federated-graph.ts';
import { transports } from '../../test/support/transports.ts';
import { until } from '../../test/support/until.ts';
import { parseGatewayFile } from '../configuration/gateway-file.ts';
import { hostileDocuments } from './documents.ts';
import { raw, wire } from './raw.ts';
import { hostileRequests } from './requests.ts';

const books = Array.from({ length: 2 }, (_, at) => ({ title: `Book ${at}` }));
const parts = {
  books: {
    typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@listSize"])
      type Query { book(isbn: String): Book books(first: Int = 10): [Book!] @listSize(slicingArguments: ["first"]) long: String }
      type Mutation { write: Int }
      type Subscription { ticks: Int }
      type Book @key(fields: "title") {
        title: String other: Book others(first: Int = 10): [Book!] @listSize(slicingArguments: ["first"]) broken: Int }`,
    resolvers: {
      Query: { book: () => books[0], books: () => books, long: () => 'x'.repeat(8_000_000) },
      Mutation: { write: () => 1 },
      Book: {
        other: () => books[0],
        others: () => books,
        broken() {
          throw new Error('password "hunter2" at /srv/books/secret.ts:7 of 127.0.0.1:4001');
        },
      },
    },
  },
};
/** What nobody is to read in an answer. */
const inside = /hunter2|secret\.ts|node_modules|\n\s+at |127\.0\.0\.1|Maximum call stack|Did you mean/;

describe('a hostile client', () => {
  let graph: FederatedGraph;
  let url: string;
  const ways = transports(() => `${graph.url}/graphql`);
  const failures: string[] = [];
  let asked = 0;
  let attacked = true;
  let witness: Promise<void>;

  before(async () => {
    const file = parseGatewayFile(
      'limits: { requestBytes: 1200000, headersTime: 2s, requestTime: 2500ms, answerTime: 500ms, operationsPerSocket: 20 }',
      'gateway.yaml',
      {},
    );
    graph = await startFederatedGraph(parts, { file, production: true });
    url = graph.url;
    // Another client, which asks all the while.
    witness = (async () => {
      while (attacked) {
        const answer = await graph.client
          .ask('{ book { title } }')
          .catch((error) => ({ data: null, error: `${error} ${error.cause}` }));
        if (answer.data?.book?.title !== 'Book 0') failures.push(JSON.stringify(answer));
        asked += 1;
        await new Promise((next) => setTimeout(next, 20));
      }
    })();
  });
  after(async () => {
    attacked = false;
    await witness;
    await graph?.[Symbol.asyncDispose]();
  });

  for (const [name, ask] of Object.entries(ways)) {
    test(`is told what is wrong with its documents over ${name}, and nothing of the inside`, async () => {
      for (const [what, document, says] of hostileDocuments) {
        const answer = JSON.stringify(await ask(document));
        assert.match(answer, says, what);
        assert.doesNotMatch(answer, inside, what);
        assert.ok(answer.length < 200_000, `${what}: ${answer.length} characters`);
      }
    });
  }

  test('is told what is wrong with its requests, with the right status', async () => {
    for (const [what, { path = '/graphql', ...request }, expected] of hostileRequests) {
      const response = await fetch(url + path, { method: 'POST', ...request });
      const text = await response.text();
      const allowed = [expected].flat();
      assert.ok(allowed.includes(response.status), `${what}: ${response.status} ${text.slice(0, 300)}`);
      assert.doesNotMatch(text, inside, what);
      assert.match(
        response.headers.get('content-type') ?? '',
        /^(application\/(graphql-response\+)?json|text\/event-stream)/,
        what,
      );
      assert.equal(response.headers.get('x-powered-by'), null);
    }
    assert.equal(({} as { admin?: boolean }).admin, undefined);
  });

  test('is refused or cut off where it does not speak HTTP', async () => {
    const host = 'host: localhost';
    const body = '{"query":"{ __typename }"}';
    const whole = [host, 'content-type: application/json', `content-length: ${body.length}`];
    const cases: [string, string, (status: number | undefined) => boolean][] = [
      ['noise', '\u0000\u0001\u0002\u0003\r\n\r\n', (status) => status === 400 || status === undefined],
      [
        'the beginning of TLS',
        '\u0016\u0003\u0001\u0002\u0000',
        (status) => status === 400 || status === undefined,
      ],
      [
        'HTTP/2 without a word before',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        (status) => status === 400 || status === undefined,
      ],
      ['HTTP/9', wire(whole, body, 'POST /graphql HTTP/9.9'), (status) => status === 400],
      [
        'no host',
        wire(['content-type: application/json', `content-length: ${body.length}`], body),
        (status) => status === 400,
      ],
      [
        'a host of another',
        wire(['host: evil.example', ...whole.slice(1)], body),
        (status) => status === 403,
      ],
      ['two lengths', wire([...whole, 'content-length: 5'], body), (status) => status === 400],
      [
        'a length and chunks',
        wire([...whole, 'transfer-encoding: chunked'], body),
        (status) => status === 400,
      ],
      ['a negative length', wire([host, 'content-length: -1'], body), (status) => status === 400],
      [
        'chunks of a size that is none',
        wire([host, 'content-type: application/json', 'transfer-encoding: chunked'], 'zz\r\n'),
        (status) => status === 400,
      ],
      ['a header with a null in it', wire([...whole, 'x-a: \u0000'], body), (status) => status === 400],
      ['a header of 64 kB', wire([...whole, `x-a: ${'a'.repeat(65_536)}`], body), (status) => status === 431],
      [
        'ten thousand headers',
        wire([...whole, ...Array.from({ length: 10_000 }, (_, at) => `x-${at}: 1`)], body),
        (status) => status === 431,
      ],
      [
        'a URL of 64 kB',
        wire(whole, body, `GET /${'a'.repeat(65_536)} HTTP/1.1`),
        (status) => status === 431 || status === 414,
      ],
      [
        'CONNECT',
        wire([host], '', 'CONNECT example.com:443 HTTP/1.1'),
        (status) => status === undefined || status >= 400,
      ],
      [
        'an upgrade to what is not offered',
        wire([host, 'connection: upgrade', 'upgrade: h2c'], '', 'GET /graphql HTTP/1.1'),
        (status) => status === undefined || status >= 400,
      ],
      [
        'a WebSocket of another page',
        wire(
          [
            host,
            'connection: upgrade',
            'upgrade: websocket',
            'origin: https://evil.example',
            'sec-websocket-version: 13',
            'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
          ],
          '',
          'GET /graphql HTTP/1.1',
        ),
        (status) => status === 403,
      ],
      [
        'a WebSocket elsewhere',
        wire(
          [
            host,
            'connection: upgrade',
            'upgrade: websocket',
            'sec-websocket-version: 13',
            'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
          ],
          '',
          'GET /elsewhere HTTP/1.1',
        ),
        (status) => status === 404,
      ],
    ];
    for (const [what, bytes, expected] of cases) {
      const { status, text } = await raw(url, [bytes]);
      assert.ok(expected(status), `${what}: ${status} ${text.slice(0, 200)}`);
      assert.doesNotMatch(text, inside, what);
    }
  });

  test('is cut off when it is slow to send headers or a body', async () => {
    const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\n';
    const drip = [head, ...Array.from({ length: 60 }, (_, at) => `x-${at}: 1\r\n`)];
    const slowBody = [
      `${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n`,
      ...Array.from({ length: 60 }, () => ' '),
    ];
    for (const chunks of [drip, slowBody]) {
      const { closed, status } = await raw(url, chunks, { everyMs: 100, quietMs: 5_000 });
      assert.ok(closed);
      assert.ok(status === undefined || status === 408 || status === 400, `${status}`);
    }
    assert.ok((await raw(url, [], { quietMs: 5_000 })).closed, 'a connection on which nothing comes');
  });

  test('is cut off when it does not read its answer', async () => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const body = '{"query":"{ long }"}';
    socket.write(
      wire(['host: localhost', 'content-type: application/json', `content-length: ${body.length}`], body),
    );
    let received = 0;
    socket.on('data', (part) => {
      received += part.length;
    });
    socket.on('error', () => undefined);
    // Its time runs from here at the latest.
    await once(socket, 'data');
    socket.pause();
    await new Promise((next) => setTimeout(next, 1_500));
    socket.resume();
    await once(socket, 'close');
    assert.ok(received < 8_000_000, `${received}`);
  });

  test('may go away in the middle of anything', async () => {
    const body = JSON.stringify({ query: '{ long }' });
    const request = wire(
      ['host: localhost', 'content-type: application/json', `content-length: ${body.length}`],
      body,
    );
    const { hostname, port } = new URL(url);
    for (let at = 0; at < 100; at++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(request.slice(0, 1 + Math.floor((request.length * at) / 99)));
      if (at % 2 === 0) await new Promise(setImmediate);
      socket.resetAndDestroy();
    }
    const pipelined = wire(
      ['host: localhost', 'content-type: application/json', 'content-length: 26'],
      '{"query":"{ __typename }"}',
    ).repeat(200);
    const { text } = await raw(url, [pipelined], { quietMs: 500 });
    assert.equal(text.split('HTTP/1.1 200').length - 1, 200);
  });

  test('has its WebSocket closed by the protocol, whatever it sends', async () => {
    const init = '{"type":"connection_init"}';
    const open = async (protocol = 'graphql-transport-ws') => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol ? [protocol] : []);
      socket.on('error', () => undefined);
      await once(socket, 'open');
      return socket;
    };
    const cases: [string, (string | Uint8Array)[], number][] = [
      ['no JSON', ['{'], 4400],
      ['a list', ['[]'], 4400],
      ['an unknown message', ['{"type":"evil"}'], 4400],
      ['lists in lists for ever', ['['.repeat(100_000)], 4400],
      ['bytes', [new Uint8Array([1, 2, 3])], 4400],
      ['a message of the server', ['{"type":"connection_ack"}'], 4400],
      [
        'an operation before the greeting',
        ['{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}'],
        4401,
      ],
      ['two greetings', [init, init], 4429],
      ['an operation without an id', [init, '{"type":"subscribe","payload":{"query":"{ a }"}}'], 4400],
      ['an operation without a document', [init, '{"type":"subscribe","id":"1","payload":{}}'], 4400],
      [
        'an operation whose variables are a text',
        [init, '{"type":"subscribe","id":"1","payload":{"query":"{ a }","variables":"x"}}'],
        4400,
      ],
      [
        'a message beyond the limit',
        [init, `{"type":"ping","payload":{"a":"${'x'.repeat(1_300_000)}"}}`],
        1009,
      ],
    ];
    for (const [what, messages, code] of cases) {
      const socket = await open();
      for (const message of messages) socket.send(message);
      const [closed, reason] = await once(socket, 'close');
      assert.equal(closed, code, `${what}: ${closed} ${reason}`);
      assert.doesNotMatch(String(reason), inside, what);
    }
    const other = await open('');
    assert.equal((await once(other, 'close'))[0], 4406);

    const flood = await open();
    flood.send(init);
    for (let at = 0; at < 5_000; at++) flood.send('{"type":"ping"}');
    for (let at = 0; at < 200; at++)
      flood.send(
        JSON.stringify({ type: 'subscribe', id: `${at}`, payload: { query: '{ book { title } }' } }),
      );
    let ended = 0;
    flood.on('message', (text) => {
      if (/"(complete|error)"/.test(String(text))) ended += 1;
    });
    await until('each operation to end', () => ended === 200);
    flood.terminate();
  });

  test('keeps nobody else from being served', () => {
    assert.ok(asked > 20, `${asked}`);
    assert.deepEqual(failures, []);
  });
});
