import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLFormattedError,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** Of a request that asked for more than this, the places beyond are not named: the answer would be nothing but errors. */
const MOST_PLACES = 500;

/**
 * One error for each field that a request was for, so that a client sees why each of them is null. In a list of entities
 * these are the fields of each entity.
 */
export function atEachPlace(
  { message, extensions }: GraphQLError,
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
): GraphQLFormattedError[] {
  const places = placesOf(parse(query), variables?.representations);
  return places.slice(0, MOST_PLACES).map((path) => ({ message, extensions, path }));
}

function placesOf({ definitions }: DocumentNode, representations: unknown): (string | number)[][] {
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  /** The names under which fields stand that an object of this type has; without a type, all. */
  function names(set: SelectionSetNode | undefined, type?: string): Set<string> {
    const found = new Set<string>();
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value !== '__typename') found.add(nameOf(selection));
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      if (type !== undefined && condition !== undefined && condition !== type) continue;
      for (const name of names(fragment?.selectionSet, type)) found.add(name);
    }
    return found;
  }

  if (!Array.isArray(representations)) return [...names(operation?.selectionSet)].map((name) => [name]);
  const entities = operation?.selectionSet.selections.find(
    (node): node is FieldNode => node.kind === Kind.FIELD && node.name.value === '_entities',
  );
  const byType = new Map<unknown, Set<string>>();
  return representations.flatMap((representation, at) => {
    const type: unknown = representation?.__typename;
    let fields = byType.get(type);
    if (!fields) {
      fields = names(entities?.selectionSet, String(type));
      // An interface's fragment has none of its types' names.
      if (fields.size === 0) fields = names(entities?.selectionSet);
      byType.set(type, fields);
    }
    return [...fields].map((name) => ['_entities', at, name]);
  });
}

function nameOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
