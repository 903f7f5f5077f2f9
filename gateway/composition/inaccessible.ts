import { type DocumentNode, Kind, parse, type SchemaDefinitionNode } from 'graphql';

const DEFINITION = parse(
  'directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION',
  { noLocation: true },
);

const [LINK] = parse(
  'schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }',
  { noLocation: true },
).definitions as [SchemaDefinitionNode];

/** The supergraph with all that @inaccessible needs to be used in it. */
export function linkingInaccessible(supergraph: DocumentNode): DocumentNode {
  const { definitions } = supergraph;
  const has = definitions.some(
    (node) => node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === 'inaccessible',
  );
  if (has) return supergraph;
  const linked = definitions.map((node) =>
    node.kind === Kind.SCHEMA_DEFINITION
      ? { ...node, directives: [...(node.directives ?? []), ...(LINK.directives ?? [])] }
      : node,
  );
  return { ...supergraph, definitions: [...linked, ...DEFINITION.definitions] };
}
