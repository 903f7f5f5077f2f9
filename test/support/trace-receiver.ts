import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Environment, startTracing } from '../../lib/tracing/start.ts';

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: Record<string, unknown>;
  failed: boolean;
}

export interface TraceReceiver extends AsyncDisposable {
  /** What has come until now. */
  spans: readonly ReceivedSpan[];
  /** Sends what is left, and ends the taking of traces. @returns all spans that came */
  end(): Promise<ReceivedSpan[]>;
  /** The content types and the paths that it was sent. */
  requests: string[];
}

/** A receiver of OpenTelemetry traces over HTTP, and this process set up to send it all of its own. */
export async function startTraceReceiver(environment: Environment = {}): Promise<TraceReceiver> {
  const spans: ReceivedSpan[] = [];
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const type = request.headers['content-type'] ?? '';
    requests.push(`${request.url} ${type}`);
    if (type === 'application/json') spans.push(...spansIn(JSON.parse(Buffer.concat(chunks).toString())));
    response.writeHead(200, { 'content-type': type }).end(type === 'application/json' ? '{}' : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const given: Environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    ...environment,
  };
  // OpenTelemetry's own parts read them there.
  Object.assign(process.env, given);
  const tracing = await startTracing('kitegraph');
  async function stop() {
    await tracing[Symbol.asyncDispose]();
    for (const name of Object.keys(given)) delete process.env[name];
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
  return {
    spans,
    requests,
    async end() {
      await stop();
      return spans;
    },
    [Symbol.asyncDispose]: stop,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the whole of OTLP is not worth its types here
function spansIn(message: any): ReceivedSpan[] {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return message.resourceSpans.flatMap(({ scopeSpans }: any) =>
    // biome-ignore lint/suspicious/noExplicitAny: as above
    scopeSpans.flatMap(({ spans }: any) =>
      // biome-ignore lint/suspicious/noExplicitAny: as above
      spans.map(({ attributes, status, ...span }: any) => ({
        ...span,
        attributes: Object.fromEntries(
          // biome-ignore lint/suspicious/noExplicitAny: as above
          attributes.map(({ key, value }: any) => [key, Object.values(value)[0]]),
        ),
        failed: status?.code === 2,
      })),
    ),
  );
}
