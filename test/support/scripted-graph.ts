/** The gateway over one subgraph that answers as a test tells it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../gateway/server.ts';
import { setLogLevel } from '../../lib/log.ts';
import { supergraphOf } from './federated-graph.ts';
import { json, type Script, type ScriptedSubgraph, scriptedSubgraph } from './scripted-subgraph.ts';

export interface ScriptedGraph extends AsyncDisposable {
  /** Where the gateway answers, without the path. */
  url: string;
  subgraph: ScriptedSubgraph;
}

/** @param script of what the gateway is asked; that the subgraph is well is answered here */
export async function startScriptedGraph(typeDefs: string, script: Script): Promise<ScriptedGraph> {
  // What these tests provoke would fill the log.
  setLogLevel('silent');
  await using started = new AsyncDisposableStack();
  const well = json({ data: { __typename: 'Query' } });
  const subgraph = started.use(
    await scriptedSubgraph((request, response, attempt) =>
      (attempt === 0 ? well : script)(request, response, attempt),
    ),
  );
  const folder = await mkdtemp(join(tmpdir(), 'kitegraph-scripted-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraphOf([{ name: 'scripted', url: subgraph.url, typeDefs }]));
  const gateway = started.use(
    await startGateway({
      host: '127.0.0.1',
      port: 0,
      graphiqlDir: '/nonexistent',
      graph: { supergraph: file },
    }),
  );
  const keep = started.move();
  return { url: gateway.url, subgraph, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}
