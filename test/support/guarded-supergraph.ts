/** A supergraph of any subgraphs in this process, behind the gateway's rules of access. For tests of those alone. */

import { composeServices } from '@apollo/composition';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type FormattedExecutionResult, parse, print } from 'graphql';
import { type AccessOptions, access } from '../../gateway/access/enforce.ts';
import { type Identity, scopesFrom } from '../../gateway/access/identity.ts';
import { type RequestContext, requestContext } from '../../gateway/request-context.ts';
import { logger } from '../../lib/log.ts';

interface TestSubgraph {
  typeDefs: string;
  resolvers: Record<string, unknown>;
}

export interface GuardedSupergraph extends AsyncDisposable {
  /** Runs an operation for somebody; everybody but `anonymous` is authenticated. */
  ask(query: string, who?: Who): Promise<FormattedExecutionResult>;
  /** What the subgraphs were asked since this was last read, one text an operation. */
  asked(): string[];
}

export interface Who {
  scopes?: string[];
  anonymous?: boolean;
  claims?: Record<string, unknown>;
}

export const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy", "@tag"])';

/** @param change of the composed supergraph, as another composition would have made it */
export async function startGuardedSupergraph(
  subgraphs: Record<string, TestSubgraph>,
  options: AccessOptions & { change?: (supergraphSdl: string) => string } = {},
): Promise<GuardedSupergraph> {
  const log = logger('gateway');
  const composed = composeServices(
    Object.entries(subgraphs).map(([name, { typeDefs }]) => ({
      name,
      url: `http://${name}`,
      typeDefs: parse(`${FEDERATION}\n${typeDefs}`),
    })),
  );
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  const asked: string[] = [];
  const gateway = new ApolloGateway({
    supergraphSdl: options.change?.(composed.supergraphSdl) ?? composed.supergraphSdl,
    logger: log,
    buildService({ name }) {
      const { typeDefs, resolvers } = subgraphs[name] as TestSubgraph;
      const document = parse(`${FEDERATION}\n${typeDefs}`);
      const local = new LocalGraphQLDataSource(
        buildSubgraphSchema([{ typeDefs: document, resolvers: resolvers as never }]),
      );
      return {
        process(request) {
          asked.push(print(parse(request.request.query ?? '')));
          return local.process(request);
        },
      };
    },
  });
  const schema = () => gateway.schema as NonNullable<typeof gateway.schema>;
  const guard = access({ gateway, schema, log, ...options });
  const server = new ApolloServer<RequestContext>({ gateway: guard.gateway, logger: log });
  await server.start();
  return {
    async ask(query, who = {}) {
      const { body } = await server.executeOperation(
        { query: query as string & DocumentNode },
        { contextValue: requestContext(identityOf(who), {}) },
      );
      if (body.kind !== 'single') throw new Error('one answer was expected');
      // Objects without a prototype are as good.
      return JSON.parse(JSON.stringify(body.singleResult));
    },
    asked: () => asked.splice(0),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

function identityOf({ scopes = [], anonymous = false, claims }: Who): Identity {
  return {
    by: anonymous ? 'ANONYMOUS' : 'TOKEN',
    id: 'test',
    all: false,
    scopes: scopesFrom(scopes),
    caller: {},
    ...(claims && { claims }),
  };
}
