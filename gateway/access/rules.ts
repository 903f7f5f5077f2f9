import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { accessDirectives } from './directives.ts';
import type { Requirement } from './requirement.ts';

/** What a supergraph demands of who asks, by @authenticated, @requiresScopes and @policy. */
export interface AccessRules {
  /** Whether it demands anything at all. */
  none: boolean;
  /** Selecting a field, `__typename` too, of an object, an interface or a union. */
  ofField(type: string, field: string): readonly Requirement[];
}

interface Field {
  type: string;
  own: Requirement[];
  /** What the field is computed of: selections by @requires, and by @fromContext with the types that they are of. */
  needs: { types: string[]; set: SelectionSetNode }[];
}

interface Type {
  own: Requirement[];
  fields: Map<string, Field>;
  /** The objects that a value of an interface or a union can be. */
  objects: string[];
}

/**
 * Reads the rules out of a supergraph. A field demands what is written on it, on its type and on the type that it is of, and what
 * the fields demand that a subgraph is given to compute it of (newer compositions see to the last themselves). A field of an
 * interface demands what it does on each object that can stand there, since nobody knows before which one will.
 */
export function accessRules(supergraphSdl: string): AccessRules {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const directives = accessDirectives(definitions);
  if (directives.length === 0) return { none: true, ofField: () => [] };

  function demanded(of: string, nodes: readonly ConstDirectiveNode[] = []): Requirement[] {
    return nodes.flatMap((node) => {
      const directive = directives.find(({ name }) => name === node.name.value);
      if (!directive) return [];
      const { kind } = directive;
      const [argument] = node.arguments ?? [];
      const lists = argument ? (valueFromASTUntyped(argument.value) as string[][]) : [];
      return [
        {
          of,
          authenticated: kind === 'authenticated',
          scopes: kind === 'requiresScopes' ? lists : [],
          policies: kind === 'policy' ? lists : [],
        },
      ];
    });
  }

  const types = new Map<string, Type>();
  const inContext = contexts(definitions);
  for (const node of definitions.filter(isType)) {
    const name = node.name.value;
    const fields = hasFields(node) ? (node.fields ?? []) : [];
    types.set(name, {
      own: demanded(name, node.directives),
      fields: new Map(
        fields.map((field) => [
          field.name.value,
          {
            type: namedType(field.type),
            own: demanded(`${name}.${field.name.value}`, field.directives),
            needs: needsOf(field, name, inContext),
          },
        ]),
      ),
      objects: objectsOf(node, definitions),
    });
  }

  /** Adds what a field demands to `found`; `seen` are the places that were looked at. */
  function gather(typeName: string, fieldName: string, found: Requirement[], seen: Set<string>): void {
    const place = `${typeName}.${fieldName}`;
    const type = types.get(typeName);
    if (!type || seen.has(place)) return;
    seen.add(place);
    found.push(...type.own);
    if (fieldName === '__typename') return;
    const field = type.fields.get(fieldName);
    if (field) found.push(...field.own, ...(types.get(field.type)?.own ?? []));
    for (const need of field?.needs ?? []) {
      for (const of of need.types) gatherSelection(of, need.set, found, seen);
    }
    for (const object of type.objects) gather(object, fieldName, found, seen);
  }

  function gatherSelection(
    type: string,
    set: SelectionSetNode,
    found: Requirement[],
    seen: Set<string>,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      const isField = selection.kind === Kind.FIELD;
      if (isField) gather(type, selection.name.value, found, seen);
      const inner = isField
        ? types.get(type)?.fields.get(selection.name.value)?.type
        : (selection.typeCondition?.name.value ?? type);
      if (selection.selectionSet && inner) gatherSelection(inner, selection.selectionSet, found, seen);
    }
  }

  const known = new Map<string, readonly Requirement[]>();
  function ofField(type: string, field: string): readonly Requirement[] {
    const place = `${type}.${field}`;
    const before = known.get(place);
    if (before) return before;
    const found: Requirement[] = [];
    gather(type, field, found, new Set());
    const each = unique(found);
    known.set(place, each);
    return each;
  }

  return { none: false, ofField };
}

function isType(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition');
}

function hasFields(node: TypeDefinitionNode): node is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function namedType(node: TypeNode): string {
  return node.kind === Kind.NAMED_TYPE ? node.name.value : namedType(node.type);
}

function objectsOf(node: TypeDefinitionNode, definitions: readonly DefinitionNode[]): string[] {
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return (node.types ?? []).map(({ name }) => name.value);
  if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
  return definitions
    .filter((other): other is ObjectTypeDefinitionNode => other.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter(({ interfaces }) => interfaces?.some(({ name }) => name.value === node.name.value))
    .map(({ name }) => name.value);
}

/** The types that set each context, by its name in the supergraph. */
function contexts(definitions: readonly DefinitionNode[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const node of definitions.filter(isType)) {
    for (const directive of node.directives ?? []) {
      const name = directive.name.value === 'context' ? argumentOf(directive, 'name') : undefined;
      if (typeof name === 'string') found.set(name, [...(found.get(name) ?? []), node.name.value]);
    }
  }
  return found;
}

function needsOf(
  field: FieldDefinitionNode,
  parent: string,
  inContext: Map<string, string[]>,
): Field['needs'] {
  return (field.directives ?? [])
    .filter(({ name }) => name.value === 'join__field')
    .flatMap((directive) => {
      const requires = argumentOf(directive, 'requires');
      const fromContext = (argumentOf(directive, 'contextArguments') ?? []) as Record<string, string>[];
      return [
        ...(typeof requires === 'string' ? [{ types: [parent], set: selectionOf(`{ ${requires} }`) }] : []),
        ...fromContext.map(({ context = '', selection = '' }) => ({
          types: inContext.get(context) ?? [],
          set: selectionOf(selection),
        })),
      ];
    });
}

function argumentOf(directive: ConstDirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((one) => one.name.value === name);
  return argument && valueFromASTUntyped(argument.value);
}

function selectionOf(text: string): SelectionSetNode {
  const [operation] = parse(text, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a selection: ${text}`);
  return operation.selectionSet;
}

function unique(requirements: readonly Requirement[]): Requirement[] {
  return [...new Map(requirements.map((one) => [JSON.stringify(one), one])).values()];
}
