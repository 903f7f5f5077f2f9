import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { createClient } from 'graphql-sse';
import { type SmallSupergraph, startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { reading, until } from '../../test/support/until.ts';

const progress = 'subscription ($id: ID!) { indexJobProgress(id: $id) { sequence job { id } } }';
const question = '{ searchStatistics { totalQueries } }';

describe('subscriptions over HTTP', () => {
  let supergraph: SmallSupergraph;
  let url: string;
  before(async () => {
    supergraph = await startSmallSupergraph({
      apiKey: 'the-key',
      gateway: { tenantKeys: [{ tenant: 'acme', key: 'acme-key' }] },
    });
    url = `${supergraph.gateway.url}/graphql`;
  });
  after(() => supergraph?.[Symbol.asyncDispose]());
  const headers = { authorization: 'Bearer the-key' };
  const streams = (count: number) => until(`${count} streams`, () => supergraph.counts.openStreams === count);
  const event = (sequence: number, id: string) => ({ indexJobProgress: { sequence, job: { id } } });

  describe('many operations over one event stream (graphql-sse, single connection mode)', () => {
    const request = (method: string, token: string, more: RequestInit = {}, query = '') =>
      fetch(`${url}${query}`, {
        method,
        ...more,
        headers: {
          ...headers,
          'x-graphql-event-stream-token': token,
          ...(more.body ? { 'content-type': 'application/json' } : {}),
          ...more.headers,
        },
      });
    const reserve = async () => (await fetch(url, { method: 'PUT', headers })).text();
    const operation = (id: string, query: string, variables = {}) => ({
      body: JSON.stringify({ query, variables, extensions: { operationId: id } }),
    });
    /** What has arrived on the stream of a token. */
    function listen(token: string) {
      const abort = new AbortController();
      const got = { text: '', status: 0 };
      const ended = (async () => {
        const response = await fetch(`${url}?token=${token}`, {
          headers: { ...headers, accept: 'text/event-stream' },
          signal: abort.signal,
        });
        got.status = response.status;
        for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
          got.text += chunk;
      })().catch(() => undefined);
      return { got, ended, leave: () => abort.abort() };
    }

    test('the client of graphql-sse runs queries and subscriptions at once, and ends each for itself', async () => {
      const client = createClient({ url, headers: { ...headers }, singleConnection: true, retryAttempts: 0 });
      const [one, two] = ['one', 'two'].map((id) => client.iterate({ query: progress, variables: { id } }));
      assert.deepEqual((await one?.next())?.value, { data: event(1, 'one') });
      assert.deepEqual((await two?.next())?.value, { data: event(1, 'two') });
      const answers = [];
      for await (const answer of client.iterate({ query: question })) answers.push(answer);
      assert.deepEqual(answers, [{ data: { searchStatistics: { totalQueries: 1 } } }]);
      await one?.return?.();
      await streams(1);
      supergraph.advance();
      assert.deepEqual((await two?.next())?.value, { data: event(2, 'two') });
      client.dispose();
      await streams(0);
    });

    test('each step is answered as the protocol says', async () => {
      const reserved = await fetch(url, { method: 'PUT', headers });
      assert.equal(reserved.status, 201);
      assert.match(reserved.headers.get('content-type') ?? '', /^text\/plain/);
      const token = await reserved.text();
      // Results wait for the stream.
      assert.equal((await request('POST', token, operation('a', question))).status, 202);
      assert.equal((await request('POST', token, operation('b', progress, { id: 'b' }))).status, 202);
      const stream = listen(token);
      await until(
        'all',
        () => /"id":"b","payload"/.test(stream.got.text) && /complete/.test(stream.got.text),
      );
      assert.equal(stream.got.status, 200);
      assert.ok(
        stream.got.text.includes(
          'event: next\ndata: {"id":"a","payload":{"data":{"searchStatistics":{"totalQueries":1}}}}\n\n',
        ),
      );
      assert.ok(stream.got.text.includes('event: complete\ndata: {"id":"a"}\n\n'));

      assert.equal((await request('POST', token, operation('b', progress, { id: 'x' }))).status, 409);
      assert.equal((await request('GET', token, { headers: { accept: 'text/event-stream' } })).status, 409);
      assert.equal((await request('POST', token, { body: JSON.stringify({ query: question }) })).status, 400);
      const wrong = await request('POST', token, operation('c', '{ nope }'));
      assert.equal(wrong.status, 400);
      assert.match(await wrong.text(), /GRAPHQL_VALIDATION_FAILED/);
      assert.equal((await request('DELETE', token)).status, 400);
      assert.equal((await request('DELETE', token, {}, '?operationId=none')).status, 200);
      assert.equal((await request('DELETE', token, {}, '?operationId=b')).status, 200);
      await streams(0);
      // An id is free again, and what goes on there is the new operation.
      assert.equal((await request('POST', token, operation('b', progress, { id: 'again' }))).status, 202);
      await until('again', () => stream.got.text.includes('"id":"again"'));
      stream.leave();
      await streams(0);
      await until('the token to be gone', async () => (await request('DELETE', token)).status === 404);
      for (const method of ['POST', 'DELETE', 'GET'])
        assert.equal((await request(method, 'none')).status, 404);
    });

    test('a token is of use to nobody with other rights', async () => {
      const token = await reserve();
      const stranger = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-graphql-event-stream-token': token },
        ...operation('a', question),
      });
      assert.equal(stranger.status, 401);
      const other = { headers: { authorization: 'Bearer acme-key' } };
      assert.equal((await request('POST', token, { ...operation('a', question), ...other })).status, 404);
    });

    test('one stream has at most a hundred operations', async () => {
      const token = await reserve();
      const before = supergraph.counts.openedStreams;
      const statuses = await Promise.all(
        Array.from({ length: 101 }, async (_, at) =>
          request('POST', token, operation(String(at), progress, { id: 'many' })).then(
            ({ status }) => status,
          ),
        ),
      );
      assert.equal(statuses.filter((status) => status === 202).length, 100);
      assert.equal(statuses.filter((status) => status === 429).length, 1);
      // All of them ask the same.
      await streams(1);
      assert.equal(supergraph.counts.openedStreams - before, 1);
      const stream = listen(token);
      await until('all', () => stream.got.text.split('event: next').length === 101);
      stream.leave();
      await streams(0);
    });
  });

  describe('multipart, the protocol of Apollo’s clients', () => {
    const ask = (query: string, variables = {}, init: RequestInit = {}) =>
      fetch(url, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          accept: 'multipart/mixed;subscriptionSpec=1.0, application/json',
        },
        body: JSON.stringify({ query, variables }),
        ...init,
      });

    test('Apollo Client follows a subscription, its errors and its end', async () => {
      const client = new ApolloClient({
        link: new HttpLink({ uri: url, headers }),
        cache: new InMemoryCache(),
      });
      const events: unknown[] = [];
      const following = client
        .subscribe({ query: gql(progress), variables: { id: 'apollo' }, fetchPolicy: 'no-cache' })
        .subscribe(({ data }) => events.push(data));
      await until('the first', () => events.length === 1);
      supergraph.advance();
      await until('the second', () => events.length === 2);
      assert.deepEqual(
        events.map((data) => (data as ReturnType<typeof event>).indexJobProgress.sequence),
        [1, 2],
      );
      following.unsubscribe();
      await streams(0);

      let failure: { message?: string } | undefined;
      let complete = false;
      client
        .subscribe({ query: gql(progress), variables: { id: 'missing' }, fetchPolicy: 'no-cache' })
        .subscribe({
          next: ({ error }) => {
            failure = error;
          },
          complete: () => {
            complete = true;
          },
        });
      await until('the end', () => complete);
      assert.match(failure?.message ?? '', /no indexing job/);
      const { data } = await client.query({ query: gql(question), fetchPolicy: 'no-cache' });
      assert.deepEqual(Object.keys(data as object), ['searchStatistics']);
      client.stop();
    });

    test('each part is whole when it is sent, and what is no subscription is answered as JSON', async () => {
      const abort = new AbortController();
      const response = await ask(progress, { id: 'raw' }, { signal: abort.signal });
      assert.equal(
        response.headers.get('content-type'),
        'multipart/mixed;boundary="graphql";subscriptionSpec="1.0"',
      );
      assert.equal(
        await reading(response).until(/}\r\n--graphql$/),
        '\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"indexJobProgress":{"sequence":1,"job":{"id":"raw"}}}}}\r\n--graphql',
      );
      abort.abort();
      await streams(0);
      const ended = await (await ask(progress, { id: 'missing' })).text();
      assert.match(ended, /{"payload":{"errors":\[.*JOB_NOT_FOUND.*}\r\n--graphql--\r\n$/);
      const answer = await ask(question);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      assert.deepEqual(await answer.json(), { data: { searchStatistics: { totalQueries: 1 } } });
      const wrong = await ask('{ nope }');
      assert.match(await wrong.text(), /GRAPHQL_VALIDATION_FAILED/);
    });

    test('a client that does not read is waited for, and then told where to go on', async () => {
      // Wide events, so that the buffers of the connection are soon full.
      const fields = Array.from({ length: 20 }, (_, at) => `job${at}: job { id }`);
      const wide = `subscription ($id: ID!) { indexJobProgress(id: $id) { sequence ${fields.join(' ')} } }`;
      const slow = async () => {
        const text = await (await fetch(`${supergraph.gateway.url}/metrics`, { headers })).text();
        return Number(/^subscriptions_too_slow_total\S* (\d+)$/m.exec(text)?.[1]);
      };
      for (const accept of ['multipart/mixed;subscriptionSpec=1.0', 'text/event-stream']) {
        const before = await slow();
        const response = await ask(
          wide,
          { id: 'endless'.padEnd(2_000, '.') },
          { headers: { ...headers, 'content-type': 'application/json', accept } },
        );
        await until('it to be cut off', async () => (await slow()) > before);
        const text = await response.text();
        const sequences = [...text.matchAll(/"sequence":(\d+)/g)].map(([, sequence]) => Number(sequence));
        assert.deepEqual(
          sequences,
          sequences.map((_, at) => at + 1),
        );
        assert.match(text, new RegExp(`"code":"SUBSCRIBER_TOO_SLOW","after":${sequences.length}\\D`));
        await streams(0);
      }
    });

    test('when the gateway ends, every stream says so in its own way', async () => {
      const streaming = [
        await ask(progress, { id: 'last' }),
        await ask(
          progress,
          { id: 'last' },
          {
            headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
          },
        ),
      ];
      await streams(1);
      const texts = streaming.map((response) => response.text());
      await supergraph.gateway[Symbol.asyncDispose]();
      const [multipart, events] = await Promise.all(texts);
      assert.match(multipart ?? '', /{"payload":null,"errors":\[.*GATEWAY_ENDS.*}\r\n--graphql--\r\n$/);
      // Without `complete` a client comes again by itself.
      assert.match(events ?? '', /\n\nretry: 1000\n\n$/);
      assert.doesNotMatch(events ?? '', /event: complete/);
    });
  });
});
