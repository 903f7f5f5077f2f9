import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { GraphQLError, parse } from 'graphql';
import { type DocumentKey, openCatalogue, type Product } from './catalogue.ts';

interface Context {
  /** All documents of one request are looked up together. */
  productOf: DataLoader<DocumentKey, Product | undefined>;
}

/** Serves the shop's subgraph. @returns the URL of its GraphQL endpoint */
export async function startProducts(options: { port: number }) {
  const catalogue = openCatalogue();
  const resolvers = {
    Query: {
      product: (_: unknown, { sku }: { sku: string }) => catalogue.product(sku),
    },
    Mutation: {
      setPrice(_: unknown, { sku, price }: { sku: string; price: number }) {
        const product = catalogue.product(sku);
        if (!product) return undefined;
        // An error with a code reaches the client as it is; one without is hidden by the gateway.
        if (price < 0)
          throw new GraphQLError('price: must not be negative.', { extensions: { code: 'BAD_PRICE' } });
        product.price = price;
        return product;
      },
    },
    Product: {
      __resolveReference: ({ sku }: { sku: string }) => catalogue.product(sku),
      document: ({ collectionName, documentId }: Product) => ({ collectionName, documentId }),
    },
    Document: {
      // The gateway sends the key; that is all that the shop needs of a document.
      __resolveReference: (key: DocumentKey) => key,
      product: (key: DocumentKey, _: unknown, { productOf }: Context) => productOf.load(key),
    },
  };
  const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));
  const server = new ApolloServer<Context>({
    schema: buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]),
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: options.port },
    context: async () => ({
      productOf: new DataLoader<DocumentKey, Product | undefined>(async (keys) => catalogue.productsOf(keys)),
    }),
  });
  return { url: `${url}graphql`, [Symbol.asyncDispose]: () => server.stop() };
}
