/** Small HTTP servers that answer as a test tells them, and what asks them as the gateway does. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { openIdentity } from '../../gateway/access/identity.ts';
import { gatewayMetrics } from '../../gateway/metrics.ts';
import { type RequestContext, requestContext } from '../../gateway/request-context.ts';
import type { Names } from '../../gateway/upstream/instances/resolve.ts';
import type { SubgraphsSection } from '../../gateway/upstream/settings.ts';
import { upstreams } from '../../gateway/upstream/upstreams.ts';

/** @param attempt from 1, over all requests of this server */
export type Script = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

export interface ScriptedSubgraph extends AsyncDisposable {
  /** Of its GraphQL endpoint. */
  url: string;
  /** What came, save what only asked whether it is well. */
  requests: { headers: IncomingMessage['headers']; body: string }[];
  /** Answers otherwise from now on. */
  follow(script: Script): void;
  /** Nobody listens any more, and connections are cut. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function scriptedSubgraph(
  script: Script,
  host = '127.0.0.1',
  port = 0,
): Promise<ScriptedSubgraph> {
  const requests: ScriptedSubgraph['requests'] = [];
  let follows = script;
  const server = createServer(async (request, response) => {
    let body = '';
    try {
      for await (const chunk of request) body += chunk;
    } catch {
      return;
    }
    if (body !== '{"query":"{ __typename }"}') requests.push({ headers: request.headers, body });
    follows(request, response, requests.length);
  });
  const start = (at: number) => new Promise<void>((resolve) => server.listen(at, host, resolve));
  await start(port);
  const { port: taken } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://${host}:${taken}/graphql`,
    requests,
    follow(other) {
      follows = other;
    },
    stop,
    start: () => start(taken),
    [Symbol.asyncDispose]: stop,
  };
}

export const json =
  (value: unknown, status = 200): Script =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };

/** Takes the request and breaks the connection. */
export const broken: Script = (request) => request.socket.destroy();
/** Begins an answer and breaks the connection. */
export const brokenMidway: Script = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
  response.write('{"data":');
  setImmediate(() => request.socket.destroy());
};
export const silent: Script = () => {};

/**
 * One subgraph as the gateway asks it, `shop` where it is not given another name.
 * @param addresses of its instances, the first of which is the one that the supergraph names
 */
export function asked(
  addresses: readonly string[],
  options: { name?: string; apiKey?: string; settings?: SubgraphsSection[string]; names?: Names } = {},
) {
  const { name = 'shop', apiKey, names } = options;
  const metrics = gatewayMetrics();
  const instances = addresses.length > 1 ? { instances: [...addresses] } : {};
  const all = upstreams({
    own: ['query'],
    apiKey,
    names,
    traffic: { [name]: { ...instances, ...options.settings } },
    waitingEvents: 10,
    metrics,
    log: pino({ level: 'silent' }),
  });
  const source = all.source(name, addresses[0] ?? 'http://127.0.0.1:9/graphql');
  return {
    ask: (query: string, variables?: Record<string, unknown>, context: Partial<RequestContext> = {}) =>
      source.process({
        request: { query, variables },
        context: { ...requestContext(openIdentity, {}), ...context },
      } as never),
    health: () => all.health()[name] ?? [],
    /** The sum of a metric over the labels that are not given. */
    async measured(metric: string, labels: Record<string, string> = {}): Promise<number> {
      const values = (await metrics.registry.getSingleMetric(metric)?.get())?.values ?? [];
      return values
        .filter((value) => Object.entries(labels).every(([label, is]) => value.labels[label as never] === is))
        .reduce((sum, { value }) => sum + value, 0);
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  };
}
