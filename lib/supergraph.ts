import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, parse, printSchema } from 'graphql';

const schemaDir = new URL('../schema/', import.meta.url);

/** The product's own subgraphs. */
export const ownSubgraphs = ['query', 'index', 'ops'] as const;
export type OwnSubgraph = (typeof ownSubgraphs)[number];

/** The schema of one of the product's own subgraphs (its file and its folder), with the fragment that all share. */
export function subgraphTypeDefs(name: OwnSubgraph): DocumentNode {
  const folder = globSync(`${name}/*.graphql`, { cwd: fileURLToPath(schemaDir) }).sort();
  const files = [`${name}.graphql`, ...folder, 'shared.graphql'];
  return parse(files.map((file) => readFileSync(new URL(file, schemaDir), 'utf8')).join('\n'));
}

export interface SubgraphDefinition {
  name: string;
  /** Where the gateway finds it: absolute, with its path. */
  url: string;
  typeDefs: DocumentNode;
}

/**
 * Composes subgraphs into a supergraph. A hint about inconsistent inputs counts as an error: composition would drop the
 * fields that differ without another word.
 * @throws Error with the composition's own messages, one a line.
 */
export function composeSupergraph(subgraphs: SubgraphDefinition[]): string {
  const result = composeServices(subgraphs);
  const errors = result.errors?.map((error) => error.message) ?? [];
  const lost = (result.hints ?? [])
    .filter((hint) => hint.definition.code.startsWith('INCONSISTENT_INPUT'))
    .map((hint) => hint.message);
  const problems = [...errors, ...lost];
  if (problems.length > 0 || !result.supergraphSdl) {
    throw new Error(
      `The subgraphs ${subgraphs.map((s) => s.name).join(', ')} do not compose:\n${problems.join('\n')}`,
    );
  }
  return result.supergraphSdl;
}

/** The schema as clients of the gateway see it: the supergraph without what only federation needs. */
export function apiSchema(supergraphSdl: string): string {
  // Whatever the supergraph asks of a gateway: nothing is executed here.
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  return printSchema(supergraph.apiSchema().toGraphQLJSSchema());
}
