import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

export interface UserSubgraph extends AsyncDisposable {
  /** Of its GraphQL endpoint. */
  url: string;
}

type Resolvers = NonNullable<Parameters<typeof buildSubgraphSchema>[0] extends (infer M)[] ? M : never>;

/** With the federation directives that these subgraphs use, unless it links its own. */
export function linked(typeDefs: string): string {
  if (typeDefs.includes('specs.apollo.dev/federation/')) return typeDefs;
  const link =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@external", "@requires", "@interfaceObject", "@tag", "@inaccessible"])';
  return `${link}\n${typeDefs}`;
}

/** A subgraph as any team writes one: Apollo's own server and schema builder. */
export async function startUserSubgraph(options: {
  typeDefs: string;
  resolvers: Record<string, unknown>;
  port?: number;
}): Promise<UserSubgraph> {
  const module = {
    typeDefs: parse(linked(options.typeDefs)),
    resolvers: options.resolvers,
  } as Resolvers;
  const server = new ApolloServer({
    schema: buildSubgraphSchema([module as never]),
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: options.port ?? 0 },
  });
  return { url: `${url}graphql`, [Symbol.asyncDispose]: () => server.stop() };
}
