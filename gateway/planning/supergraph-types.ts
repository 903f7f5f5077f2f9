import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { linkingInaccessible } from '../composition/inaccessible.ts';

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** The object types and interfaces of a supergraph, which can be changed. */
export interface SupergraphTypes {
  /** Of subgraphs, by what stands for each in the join directives. */
  subgraphNames: ReadonlyMap<string, string>;
  all(): Iterable<Composite>;
  field(type: string, name: string): FieldDefinitionNode | undefined;
  /** The type, and where it is an interface all that implement it. */
  withImplementers(type: string): string[];
  mapTypes(change: (type: Composite) => Composite): void;
  mapFields(change: (type: string, field: FieldDefinitionNode) => FieldDefinitionNode): void;
  changeFields(type: string, change: (fields: readonly FieldDefinitionNode[]) => FieldDefinitionNode[]): void;
  /** Whether the type has this field from an interface that it implements in the subgraph. */
  inherits(type: string, field: string, graph: string): boolean;
  /** So that @inaccessible can be used. */
  linkInaccessible(): void;
  document(): DocumentNode;
}

export function supergraphTypes({ definitions }: DocumentNode): SupergraphTypes {
  const types = new Map<string, Composite>();
  for (const node of definitions) if (isComposite(node)) types.set(node.name.value, node);
  let linksInaccessible = false;

  function mapTypes(change: (type: Composite) => Composite) {
    for (const [name, type] of types) types.set(name, change(type));
  }

  return {
    subgraphNames: subgraphNames(definitions),
    all: () => types.values(),
    field: (type, name) => types.get(type)?.fields?.find((field) => field.name.value === name),
    withImplementers(type) {
      const implementers = [...types.values()].filter(({ interfaces = [] }) =>
        interfaces.some(({ name }) => name.value === type),
      );
      return [type, ...implementers.map(({ name }) => name.value)];
    },
    mapTypes,
    mapFields(change) {
      mapTypes((type) => ({
        ...type,
        fields: type.fields?.map((field) => change(type.name.value, field)) ?? [],
      }));
    },
    changeFields(name, change) {
      const type = types.get(name);
      if (type) types.set(name, { ...type, fields: change(type.fields ?? []) });
    },
    inherits(name, field, graph) {
      const implemented = (types.get(name)?.directives ?? []).filter(
        (one) => one.name.value === 'join__implements' && argumentOf(one, 'graph') === graph,
      );
      return implemented.some((one) =>
        types.get(String(argumentOf(one, 'interface')))?.fields?.some((known) => known.name.value === field),
      );
    },
    linkInaccessible() {
      linksInaccessible = true;
    },
    document() {
      const changed = definitions.map((node) =>
        isComposite(node) ? (types.get(node.name.value) ?? node) : node,
      );
      const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: changed };
      return linksInaccessible ? linkingInaccessible(document) : document;
    },
  };
}

function isComposite(node: DefinitionNode): node is Composite {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function subgraphNames(definitions: readonly DefinitionNode[]): Map<string, string> {
  const graphs = definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  );
  const names = new Map<string, string>();
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return names;
  for (const { name, directives = [] } of graphs.values ?? []) {
    const graph = directives.find((directive) => directive.name.value === 'join__graph');
    if (graph) names.set(name.value, String(argumentOf(graph, 'name')));
  }
  return names;
}

export function argumentOf(directive: DirectiveNode, name: string): unknown {
  const found = directive.arguments?.find((argument) => argument.name.value === name);
  return found && valueFromASTUntyped(found.value);
}

/** The directive with another text as this argument. */
export function withArgument(directive: ConstDirectiveNode, name: string, value: string): ConstDirectiveNode {
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) =>
      argument.name.value === name ? { ...argument, value: { kind: Kind.STRING, value } } : argument,
    ),
  };
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
