import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSchema, GraphQLSchema } from 'graphql';
import { composeSupergraph, ownSubgraphs, subgraphTypeDefs } from '../../lib/supergraph.ts';
import '../access/directives.ts';
import { planningOf } from './planning.ts';

const supergraphSdl = composeSupergraph(
  ownSubgraphs.map((name) => ({ name, url: `http://${name}/graphql`, typeDefs: subgraphTypeDefs(name) })),
);

test('this version of @apollo/gateway keeps its planner, schemas and data sources where they are looked for', async () => {
  const source = new LocalGraphQLDataSource(buildSchema('type Query { a: Int }'));
  const gateway = new ApolloGateway({ supergraphSdl, buildService: () => source });
  assert.throws(() => planningOf(gateway), /keeps its planner elsewhere/);
  await gateway.load();
  const planning = planningOf(gateway);
  assert.ok(planning.schema instanceof GraphQLSchema);
  assert.ok(planning.supergraphSchema instanceof GraphQLSchema);
  assert.equal(
    planning.apiSchema.schemaDefinition.rootType('subscription')?.field('indexJobProgress')?.name,
    'indexJobProgress',
  );
  assert.equal(typeof planning.queryPlanner.buildQueryPlan, 'function');
  assert.deepEqual(Object.keys(planning.sources).sort(), ['index', 'ops', 'query']);
  assert.equal(planning.sources.index, source);
  await gateway.stop();
});
