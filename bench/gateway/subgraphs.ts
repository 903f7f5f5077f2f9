/** Two subgraphs in a process of their own: products, and their reviews. Tells the supergraph of both to its parent. */
import type { IncomingMessage } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, parse } from 'graphql';
import { listen, readBody } from '../../lib/http.ts';
import { composeSupergraph } from '../../lib/supergraph.ts';

const products = Array.from({ length: 10 }, (_, at) => ({
  __typename: 'Product',
  id: String(at),
  name: `Product ${at}`,
  price: at * 1.5,
  tags: ['one', 'two', 'three'],
}));
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])';
const subgraphs = {
  products: {
    typeDefs: parse(`${link} type Query { products: [Product!]! }
      type Product @key(fields: "id") { id: ID! name: String! price: Float! tags: [String!]! }`),
    resolvers: { Query: { products: () => products } },
  },
  reviews: {
    typeDefs: parse(`${link} type Product @key(fields: "id") { id: ID! reviews: [Review!]! }
      type Review { stars: Int! text: String! }`),
    resolvers: {
      Product: {
        __resolveReference: (reference: object) => reference,
        reviews: ({ id }: { id: string }) => [1, 2, 3].map((stars) => ({ stars, text: `Review of ${id}` })),
      },
    },
  },
};

const definitions = [];
for (const [name, part] of Object.entries(subgraphs)) {
  const schema = buildSubgraphSchema([part as never]);
  const documents = new Map<string, DocumentNode>();
  const answer = async (request: IncomingMessage) => {
    const { query, variables } = JSON.parse(await readBody(request, 1_000_000));
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return JSON.stringify(await execute({ schema, document, variableValues: variables }));
  };
  const { url } = await listen(
    async (request, response) => {
      const text = await answer(request);
      response.setHeader('content-type', 'application/json');
      response.end(text);
    },
    { host: '127.0.0.1', port: 0 },
  );
  definitions.push({ name, url: `${url}/graphql`, typeDefs: part.typeDefs });
}
process.send?.(composeSupergraph(definitions));
process.once('disconnect', () => process.exit(0));
