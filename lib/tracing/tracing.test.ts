import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { graphqlClient } from '../../test/support/client.ts';
import { startSmallSupergraph } from '../../test/support/small-supergraph.ts';
import { type ReceivedSpan, startTraceReceiver } from '../../test/support/trace-receiver.ts';
import { startTracing } from './start.ts';
import { isTracing } from './tracing.ts';

const CLIENTS = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const traceparent = `00-${CLIENTS.traceId}-${CLIENTS.spanId}-01`;

/** The names from the first span of a trace to this one. */
function wayTo(span: ReceivedSpan, spans: ReceivedSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent ? wayTo(parent, spans) : []), span.name];
}

describe('traces', () => {
  test('a request is one trace, its client’s: the gateway, the plan, each fetch, and the resolvers behind it', async () => {
    await using receiver = await startTraceReceiver();
    await using supergraph = await startSmallSupergraph();
    const client = graphqlClient(supergraph.gateway.url, { traceparent, 'x-request-id': 'order-17' });
    await client.data('{ collections { edges { node { searchStatistics { totalQueries } } } } }');
    await client.ask('{ search(input: { collections: ["a"], text: "broken" }) { totalCount } }');
    const spans = await receiver.end();

    assert.deepEqual([...new Set(spans.map(({ traceId }) => traceId))], [CLIENTS.traceId]);
    const [first] = spans.filter(({ parentSpanId }) => parentSpanId === CLIENTS.spanId);
    assert.equal(first?.name, 'POST /graphql');
    assert.equal(first?.attributes['kitegraph.request_id'], 'order-17');
    const names = spans.map(({ name }) => name);
    for (const name of ['gateway.plan', 'subgraph index', 'subgraph query'])
      assert.ok(names.includes(name), name);
    const resolver = spans.find(({ name }) => name === 'Query.collections');
    assert.ok(resolver);
    assert.deepEqual(wayTo(resolver, spans), [
      'POST /graphql',
      'gateway.request',
      'gateway.execute',
      'gateway.fetch',
      'subgraph index',
      'Query.collections',
    ]);
    const broken = spans.find(({ name }) => name === 'Query.search');
    assert.equal(broken?.failed, true);
    // Messages may quote what users sent.
    assert.doesNotMatch(JSON.stringify(spans), /secret detail/);
  });

  test('a trace goes on in a subgraph of another process', async () => {
    await using receiver = await startTraceReceiver();
    await using supergraph = await startSmallSupergraph();
    const response = await fetch(`${supergraph.urls.query}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent },
      body: '{"query": "{ searchStatistics { totalQueries } }"}',
    });
    assert.equal(response.status, 200);
    const spans = await receiver.end();
    const resolver = spans.find(({ name }) => name === 'Query.searchStatistics');
    assert.equal(resolver?.traceId, CLIENTS.traceId);
    assert.deepEqual(wayTo(resolver as ReceivedSpan, spans), ['query', 'Query.searchStatistics']);
  });

  test('are sampled as OTEL_TRACES_SAMPLER says, and as the client’s trace has been', async () => {
    await using receiver = await startTraceReceiver({
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    await using supergraph = await startSmallSupergraph();
    await graphqlClient(supergraph.gateway.url).data('{ collections { totalCount } }');
    await graphqlClient(supergraph.gateway.url, { traceparent }).data('{ collections { totalCount } }');
    const spans = await receiver.end();
    assert.deepEqual([...new Set(spans.map(({ traceId }) => traceId))], [CLIENTS.traceId]);
  });

  test('are sent as protobuf where nothing else is said, and not at all where nobody takes them', async () => {
    await using receiver = await startTraceReceiver({ OTEL_EXPORTER_OTLP_PROTOCOL: '' });
    await using supergraph = await startSmallSupergraph();
    await graphqlClient(supergraph.gateway.url).data('{ collections { totalCount } }');
    await receiver.end();
    assert.deepEqual([...new Set(receiver.requests)], ['/v1/traces application/x-protobuf']);

    await using _none = await startTracing('kitegraph');
    assert.equal(isTracing(), false);
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:1';
    process.env.OTEL_SDK_DISABLED = 'true';
    await using _disabled = await startTracing('kitegraph');
    assert.equal(isTracing(), false);
    delete process.env.OTEL_SDK_DISABLED;
    process.env.OTEL_TRACES_EXPORTER = 'zipkin';
    await assert.rejects(startTracing('kitegraph'), /OTEL_TRACES_EXPORTER is "zipkin", but must be one of/);
    delete process.env.OTEL_TRACES_EXPORTER;
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  });
});
