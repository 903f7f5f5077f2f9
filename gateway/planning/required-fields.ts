import { createHash } from 'node:crypto';
import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type NameNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { argumentOf, namedType, type SupergraphTypes, withArgument } from './supergraph-types.ts';

/** A field as a @requires asks for it. */
export interface RequiredField {
  field: string;
  arguments: readonly ArgumentNode[];
}

export interface RequiredFields {
  /** By the name that stands for it in plans. */
  fields: Map<string, RequiredField>;
  /** What a field of a subgraph requires so: by `needKey`, the names by their path from the entity. */
  needs: Map<string, Map<string, string>>;
}

export function needKey(subgraph: string, type: string, field: string): string {
  return `${subgraph} ${type}.${field}`;
}

/** No client can have meant it by chance; refused as an alias, so that none can on purpose. */
export const STAND_IN = /_kg[0-9a-f]{8}$/;

/**
 * The planner knows fields by their name alone: where a @requires gives a field arguments, it mixes that up with the same
 * field of the client, or of another @requires. Here each such field gets, with its arguments, a name of its own in the
 * supergraph, which no client sees; plans ask for it under that name as an alias.
 */
export function nameRequiredFields(types: SupergraphTypes): RequiredFields {
  const required: RequiredFields = { fields: new Map(), needs: new Map() };
  /** By type and stand-in: the field, and the subgraphs that require it so. */
  const wanted = new Map<string, Map<string, { field: string; graphs: Set<string> }>>();

  function renamed(
    set: SelectionSetNode,
    parent: string,
    path: string,
    graph: string,
    needs: Map<string, string>,
  ): SelectionSetNode {
    const selections = set.selections.map((node): SelectionNode => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return node;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const type = node.typeCondition?.name.value ?? parent;
        return { ...node, selectionSet: renamed(node.selectionSet, type, path, graph, needs) };
      }
      const definition = types.field(parent, node.name.value);
      if (!definition) return node;
      const place = `${path}.${node.name.value}`;
      const inner = node.selectionSet && {
        selectionSet: renamed(node.selectionSet, namedType(definition.type), place, graph, needs),
      };
      if (!definition.arguments?.length) return { ...node, ...inner };
      const name = standIn(node.name.value, node.arguments ?? []);
      required.fields.set(name.value, { field: node.name.value, arguments: node.arguments ?? [] });
      needs.set(place, name.value);
      for (const type of types.withImplementers(parent)) {
        const its = wanted.get(type) ?? new Map();
        const { graphs } = its.get(name.value) ?? { graphs: new Set() };
        wanted.set(type, its.set(name.value, { field: node.name.value, graphs: graphs.add(graph) }));
      }
      return { kind: Kind.FIELD, name, ...inner };
    });
    return { ...set, selections };
  }

  function requiring(
    type: string,
    field: FieldDefinitionNode,
    directive: ConstDirectiveNode,
  ): ConstDirectiveNode {
    const requires = argumentOf(directive, 'requires');
    if (directive.name.value !== 'join__field' || typeof requires !== 'string') return directive;
    const needs = new Map<string, string>();
    const graph = String(argumentOf(directive, 'graph'));
    const set = renamed(selectionSetOf(requires), type, '', graph, needs);
    if (needs.size === 0) return directive;
    const subgraph = types.subgraphNames.get(graph) ?? '';
    required.needs.set(needKey(subgraph, type, field.name.value), needs);
    return withArgument(
      directive,
      'requires',
      print(set)
        .replace(/^\{|\}$/g, '')
        .trim(),
    );
  }

  types.mapFields((type, field) => {
    const directives = field.directives?.map((directive) => requiring(type, field, directive)) ?? [];
    return { ...field, directives };
  });
  const provided = providedFields(types);
  for (const [type, its] of wanted) {
    types.changeFields(type, (fields) => [
      ...fields.map((field) => {
        const graphs = [...its.values()]
          .filter((one) => one.field === field.name.value)
          .flatMap((one) => [...one.graphs]);
        // A subgraph knew it only to require it, and now requires what stands for it.
        const spare = new Set(
          graphs.filter(
            (graph) =>
              !provided.has(`${graph} ${field.name.value}`) && !types.inherits(type, field.name.value, graph),
          ),
        );
        return withoutExternal(field, (graph) => !spare.has(graph));
      }),
      ...[...its].flatMap(([name, { field, graphs }]) => {
        const definition = fields.find((known) => known.name.value === field);
        return definition
          ? [withoutExternal(standInDefinition(definition, name), (graph) => graphs.has(graph))]
          : [];
      }),
    ]);
  }
  if (wanted.size > 0) types.linkInaccessible();
  return required;
}

function standIn(field: string, given: readonly ArgumentNode[]): NameNode {
  const sorted = given.map(print).sort().join(',');
  const hash = createHash('sha256').update(`${field}(${sorted})`).digest('hex').slice(0, 8);
  return { kind: Kind.NAME, value: `${field}_kg${hash}` };
}

function standInDefinition(definition: FieldDefinitionNode, name: string): FieldDefinitionNode {
  const inaccessible: ConstDirectiveNode = {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'inaccessible' },
  };
  return {
    kind: Kind.FIELD_DEFINITION,
    name: { kind: Kind.NAME, value: name },
    type: definition.type,
    directives: [
      // What it demands of who asks, too.
      ...(definition.directives ?? []).filter((one) => one.name.value !== 'inaccessible'),
      inaccessible,
    ],
  };
}

/** The field without being external in subgraphs for which `keep` is false. */
function withoutExternal(field: FieldDefinitionNode, keep: (graph: string) => boolean): FieldDefinitionNode {
  const directives = field.directives?.filter(
    (one) =>
      one.name.value !== 'join__field' ||
      argumentOf(one, 'external') !== true ||
      keep(String(argumentOf(one, 'graph'))),
  );
  return { ...field, ...(directives && { directives }) };
}

/** Subgraphs and names of fields that they provide somewhere. */
function providedFields(types: SupergraphTypes): Set<string> {
  const provided = new Set<string>();
  for (const { fields = [] } of types.all()) {
    for (const directive of fields.flatMap((field) => field.directives ?? [])) {
      const provides = directive.name.value === 'join__field' && argumentOf(directive, 'provides');
      if (typeof provides !== 'string') continue;
      visit(selectionSetOf(provides), {
        [Kind.FIELD]: ({ name }) => void provided.add(`${argumentOf(directive, 'graph')} ${name.value}`),
      });
    }
  }
  return provided;
}

/** @param fields as a key or a @requires writes them: without braces */
export function selectionSetOf(fields: string): SelectionSetNode {
  const [operation] = parse(`{${fields}}`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not a selection of fields');
  return operation.selectionSet;
}
