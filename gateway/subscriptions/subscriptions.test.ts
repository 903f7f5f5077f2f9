import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { graphqlClient } from '../../test/support/client.ts';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { reading, until } from '../../test/support/until.ts';

const joined = `subscription ($id: ID!, $after: Int) { indexJobProgress(id: $id, after: $after) {
  sequence job { id processed collection { name statistics: searchStatistics { totalQueries } } } } }`;

const event = (sequence: number, id = 'job') => ({
  sequence,
  job: { id, processed: sequence, collection: { name: 'articles', statistics: { totalQueries: 8 } } },
});

describe('subscriptions over the whole graph', () => {
  let supergraph: SmallSupergraph;
  let client: ReturnType<typeof graphqlClient>;
  before(async () => {
    supergraph = await startSmallSupergraph();
    client = graphqlClient(supergraph.gateway.url);
  });
  after(() => supergraph?.[Symbol.asyncDispose]());

  const openStreams = () => supergraph.counts.openStreams;
  const noneLeft = () => until('every stream upstream to be closed', () => openStreams() === 0);

  function webSocketClient() {
    const url = `${supergraph.gateway.url.replace('http', 'ws')}/graphql`;
    return createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  }

  async function eventSource(query: string, variables: object, init: RequestInit = {}) {
    return fetch(`${supergraph.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query, variables }),
      ...init,
    });
  }

  test('each event over WebSocket carries fields of another subgraph', async () => {
    const events = client.events(joined, { id: 'job', after: 0 });
    assert.deepEqual((await events.next()).value.data.indexJobProgress, event(1));
    supergraph.advance();
    assert.deepEqual((await events.next()).value.data.indexJobProgress, event(2));
    await events.return(undefined);
    await noneLeft();
  });

  test('each event over server-sent events carries fields of another subgraph', async () => {
    const abort = new AbortController();
    const response = await eventSource(joined, { id: 'job', after: 4 }, { signal: abort.signal });
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    const stream = reading(response);
    await stream.until(/"sequence":5/);
    supergraph.advance();
    const text = await stream.until(/"sequence":6[^\n]*\n\n/);
    const data = text.split('\n').filter((line) => line.startsWith('data: '));
    assert.deepEqual(JSON.parse(data[0]?.slice(6) ?? '').data.indexJobProgress, event(5));
    abort.abort();
    await noneLeft();
  });

  test('a client of graphql-sse gets events, errors and the end as its protocol says', async () => {
    const sse = createEventClient({ url: `${supergraph.gateway.url}/graphql`, retryAttempts: 0 });
    const events = sse.iterate<{ indexJobProgress: unknown }>({
      query: joined,
      variables: { id: 'sse', after: 0 },
    });
    assert.deepEqual((await events.next()).value?.data?.indexJobProgress, event(1, 'sse'));
    supergraph.advance();
    assert.deepEqual((await events.next()).value?.data?.indexJobProgress, event(2, 'sse'));
    await events.return?.();
    await noneLeft();

    const results = [];
    for await (const result of sse.iterate({ query: '{ searchStatistics { totalQueries } }' }))
      results.push(result);
    assert.deepEqual(results, [{ data: { searchStatistics: { totalQueries: 1 } } }]);
    const wrong = await sse.iterate({ query: '{ nope }' }).next();
    assert.equal(wrong.value?.errors?.[0]?.extensions?.code, 'GRAPHQL_VALIDATION_FAILED');
    sse.dispose();
  });

  test('an EventSource of a browser can subscribe by GET', async () => {
    const abort = new AbortController();
    const query = encodeURIComponent('subscription { indexJobProgress(id: "g") { sequence } }');
    const response = await fetch(`${supergraph.gateway.url}/graphql?query=${query}`, {
      headers: { accept: 'text/event-stream' },
      signal: abort.signal,
    });
    await reading(response).until(/\n\nevent: next\ndata: \{/);
    abort.abort();
    await noneLeft();
  });

  test('an alias that is the name of a key is not taken for it', async () => {
    const events = client.events(`subscription { indexJobProgress(id: "aliases") {
      job { collection { id: name name: id searchStatistics { totalQueries } } } } }`);
    const { value } = await events.next();
    assert.deepEqual(value.data.indexJobProgress.job.collection, {
      id: 'articles',
      name: 'c0',
      searchStatistics: { totalQueries: 8 },
    });
    await events.return(undefined);
    await noneLeft();
  });

  test('a client that goes away frees everything upstream, however it goes', async () => {
    const leaving = webSocketClient();
    const operations = Array.from({ length: 10 }, (_, at) =>
      leaving.iterate({ query: joined, variables: { id: `job-${at}` } }),
    );
    for (const operation of operations) await operation.next();
    assert.equal(openStreams(), 10);
    await operations[0]?.return?.();
    await until('one stream to be closed', () => openStreams() === 9);
    leaving.terminate();
    await noneLeft();
  });

  test('an error at the start and an error of a field arrive with their codes', async () => {
    const missing = await client.events(joined, { id: 'missing' }).next();
    assert.equal(missing.value.errors[0].extensions.code, 'JOB_NOT_FOUND');
    assert.equal(missing.value.errors[0].extensions.serviceName, 'index');
    const response = await eventSource(joined, { id: 'missing' });
    assert.match(await response.text(), /event: next\ndata: .*JOB_NOT_FOUND.*\n\nevent: complete/);
  });

  test('aliases, fragments, variables, @skip and @include work in a subscription', async () => {
    const query = `subscription S($id: ID!, $yes: Boolean!, $no: Boolean!) { p: indexJobProgress(id: $id) { n: sequence ...J } }
      fragment J on IndexJobEvent { job { __typename c: collection {
        left: name @skip(if: $yes) searchStatistics @include(if: $yes) { totalQueries cacheHits @include(if: $no) } } } }`;
    const events = client.events(query, { id: 'a', yes: true, no: false });
    const { value } = await events.next();
    await events.return(undefined);
    assert.deepEqual(value.data.p, {
      n: 1,
      job: { __typename: 'IndexJob', c: { searchStatistics: { totalQueries: 8 } } },
    });
  });

  test('a client hears within 2 s that a subgraph is lost, and its subscription goes on behind the last event when it is back', async () => {
    const socket = webSocketClient();
    const lasting = socket.iterate({ query: joined, variables: { id: 'job' } });
    assert.deepEqual((await lasting.next()).value.data.indexJobProgress, event(1));
    const told = lasting.next();
    await supergraph.stop('index');
    const stopped = performance.now();
    const { errors, data } = (await told).value;
    assert.equal(errors[0].extensions.code, 'SUBGRAPH_UNAVAILABLE');
    assert.equal(errors[0].extensions.serviceName, 'index');
    assert.equal(errors[0].extensions.resuming, true);
    assert.equal(data, null);
    // A busy machine is not what this is about; ten seconds is what a process has that is only silent.
    assert.ok(performance.now() - stopped < 5_000);
    const still = await socket.iterate({ query: '{ searchStatistics { totalQueries } }' }).next();
    assert.equal(still.value.data.searchStatistics.totalQueries, 1);
    const refused = socket.iterate({ query: joined, variables: { id: 'other' } });
    await assert.rejects(refused.next(), (errors: { extensions: Record<string, unknown> }[]) => {
      assert.equal(errors[0]?.extensions.code, 'SUBGRAPH_UNAVAILABLE');
      return true;
    });

    await supergraph.start('index');
    assert.deepEqual((await lasting.next()).value.data.indexJobProgress, event(2));
    await socket.dispose();
    await noneLeft();
  });

  test('while the subgraph of a joined field is away, the events go on without it', async () => {
    await supergraph.stop('query');
    const events = client.events(
      'subscription { indexJobProgress(id: "job") { sequence job { processed } } }',
    );
    assert.equal((await events.next()).value.data.indexJobProgress.sequence, 1);
    await events.return(undefined);
    const joinedEvents = client.events(joined, { id: 'job' });
    const { value } = await joinedEvents.next();
    assert.equal(value.errors[0].extensions.serviceName, 'query');
    await supergraph.start('query');
    supergraph.advance();
    assert.deepEqual((await joinedEvents.next()).value.data.indexJobProgress, event(2));
    await joinedEvents.return(undefined);
  });

  test('a subscriber that does not read is ended with an error that says how to resume, and loses nothing before it', async () => {
    const socket = new WebSocket(
      `${supergraph.gateway.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    const messages: { type: string; payload?: unknown }[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
    const has = (type: string) => until(type, () => messages.some((message) => message.type === type));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await has('connection_ack');
    // Wide events, so that the buffers of the connection are soon full.
    const id = 'endless'.padEnd(2_000, '.');
    const fields = Array.from({ length: 20 }, (_, at) => `job${at}: job { id }`);
    const wide = `subscription { indexJobProgress(id: "${id}") { sequence ${fields.join(' ')} } }`;
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: wide } }));
    await has('next');
    socket.pause();
    await until('the subscription to be ended', async () =>
      /^subscriptions_too_slow_total\S* 1$/m.test(
        await (await fetch(`${supergraph.gateway.url}/metrics`)).text(),
      ),
    );
    await noneLeft();
    socket.resume();
    await has('error');
    const sequences = messages.flatMap(({ type, payload }) =>
      type === 'next'
        ? [(payload as { data: { indexJobProgress: { sequence: number } } }).data.indexJobProgress.sequence]
        : [],
    );
    assert.deepEqual(
      sequences,
      sequences.map((_, at) => at + 1),
    );
    const failure = messages.find(({ type }) => type === 'error');
    const [error] = (failure?.payload ?? []) as { extensions: { code: string; after: number } }[];
    assert.equal(error?.extensions.code, 'SUBSCRIBER_TOO_SLOW');
    assert.equal(error?.extensions.after, sequences.length);
    socket.terminate();
  });

  test('of hundreds of subscriptions that came and went nothing is left', async () => {
    const socket = webSocketClient();
    let next = 0;
    async function turns() {
      while (next < 300) {
        const events = socket.iterate({ query: joined, variables: { id: `passing-${next++}` } });
        await events.next();
        await events.return?.();
      }
    }
    await Promise.all(Array.from({ length: 20 }, turns));
    await socket.dispose();
    await noneLeft();
    await until('none to be counted', async () => {
      const text = await (await fetch(`${supergraph.gateway.url}/metrics`)).text();
      const active = [...text.matchAll(/^subscription(?:s|_streams)_active\{.*\} (\d+)$/gm)];
      return active.length > 1 && active.every(([, count]) => count === '0');
    });
  });

  test('who subscribes to the same shares a stream with others of the same rights alone', async () => {
    const before = supergraph.counts.openedStreams;
    const query =
      'subscription ($id: ID!, $after: Int) { indexJobProgress(id: $id, after: $after) { sequence } }';
    const caller = (headers: Record<string, string>) =>
      graphqlClient(supergraph.gateway.url, headers).events(query, { id: 'rights' });
    const streams = [{}, {}, { tenant: 'a' }, { tenant: 'a' }, { tenant: 'b' }].map((who) =>
      caller(who as Record<string, string>),
    );
    for (const stream of streams) assert.equal((await stream.next()).value.data.indexJobProgress.sequence, 1);
    assert.equal(supergraph.counts.openedStreams - before, 3);
    supergraph.advance();
    for (const stream of streams) assert.equal((await stream.next()).value.data.indexJobProgress.sequence, 2);
    // Where one begins is no difference, once it has caught up.
    const late = client.events(query, { id: 'rights', after: 1 });
    assert.equal((await late.next()).value.data.indexJobProgress.sequence, 2);
    assert.equal(openStreams(), 3);
    for (const stream of [...streams, late]) await stream.return(undefined);
    await noneLeft();
  });

  test('hundreds of subscribers are served and freed', async () => {
    const sockets = Array.from({ length: 10 }, webSocketClient);
    const operations = sockets.flatMap((one) =>
      Array.from({ length: 30 }, (_, at) => one.iterate({ query: joined, variables: { id: `many-${at}` } })),
    );
    const firsts = await Promise.all(operations.map((operation) => operation.next()));
    assert.ok(firsts.every(({ value }) => value.data.indexJobProgress.sequence === 1));
    supergraph.advance();
    const seconds = await Promise.all(operations.map((operation) => operation.next()));
    assert.ok(seconds.every(({ value }) => value.data.indexJobProgress.sequence === 2));
    for (const one of sockets) one.terminate();
    await noneLeft();
  });
});
