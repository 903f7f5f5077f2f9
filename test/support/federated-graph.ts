/** Any graph of a few small subgraphs over HTTP, composed and served by the gateway from a file as from the command line. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import type { GatewayConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/server.ts';
import { setLogLevel } from '../../lib/log.ts';
import { composeSupergraph } from '../../lib/supergraph.ts';
import { graphqlClient } from './client.ts';
import { linked, startUserSubgraph, type UserSubgraph } from './user-subgraph.ts';

export interface SmallSubgraph {
  typeDefs: string;
  resolvers: Record<string, unknown>;
}

export interface FederatedGraph extends AsyncDisposable {
  url: string;
  client: ReturnType<typeof graphqlClient>;
  subgraphs: Record<string, UserSubgraph>;
  folder: string;
  /** The file that the gateway reads; it may be changed. */
  file: string;
  supergraphSdl: string;
}

/** The supergraph of these subgraphs. */
export function supergraphOf(subgraphs: { name: string; url: string; typeDefs: string }[]): string {
  return composeSupergraph(
    subgraphs.map(({ name, url, typeDefs }) => ({ name, url, typeDefs: parse(linked(typeDefs)) })),
  );
}

export async function startFederatedGraph(
  parts: Record<string, SmallSubgraph>,
  config: Partial<GatewayConfig> = {},
): Promise<FederatedGraph> {
  // What these tests provoke would fill the log.
  setLogLevel('silent');
  await using started = new AsyncDisposableStack();
  const subgraphs: Record<string, UserSubgraph> = {};
  for (const [name, part] of Object.entries(parts)) {
    subgraphs[name] = started.use(await startUserSubgraph(part));
  }
  const folder = await mkdtemp(join(tmpdir(), 'kitegraph-graph-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'supergraph.graphql');
  const supergraphSdl = supergraphOf(
    Object.entries(parts).map(([name, { typeDefs }]) => ({
      name,
      url: subgraphs[name]?.url ?? '',
      typeDefs,
    })),
  );
  await writeFile(file, supergraphSdl);
  const gateway = started.use(
    await startGateway({
      host: '127.0.0.1',
      port: 0,
      graphiqlDir: '/nonexistent',
      graph: { supergraph: file, everyMs: 20 },
      ...config,
    }),
  );
  const keep = started.move();
  return {
    url: gateway.url,
    client: graphqlClient(gateway.url),
    subgraphs,
    folder,
    file,
    supergraphSdl,
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };
}
