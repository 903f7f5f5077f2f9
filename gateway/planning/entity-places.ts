import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';

type Path = readonly (string | number)[];
type Entity = Record<string, unknown>;
type Wrap = (source: GraphQLDataSource) => GraphQLDataSource;

/**
 * The executor takes the n-th entity that a subgraph was asked for to be the n-th of the list, which it is not where some of
 * the list (of another type) belong to another subgraph: an error then names the place of somebody else. Here the number of
 * the entity in the list takes the place of that in the request.
 *
 * The list is found in what the executor was given before: it puts its answer together out of the very objects that sources
 * return.
 */
export function entityPlaces(): Wrap {
  const roots = new WeakMap<object, Entity[]>();

  function remember({ incomingRequestContext: operation }: Asked, data: Entity) {
    const known = roots.get(operation);
    if (known) known.push(data);
    else roots.set(operation, [data]);
  }

  return (source) => ({
    ...source,
    async process(given) {
      const asked = given as Asked;
      const answer = await source.process(given);
      const representations = asked.request.variables?.representations;
      if (!asked.incomingRequestContext) return answer;
      if (!Array.isArray(representations)) {
        if (answer.data) remember(asked, answer.data);
        return answer;
      }
      if (!answer.errors?.some(({ path }) => path?.[0] === '_entities')) return answer;
      const known = roots.get(asked.incomingRequestContext) ?? [];
      const list = known.flatMap((root) => at(root, asked.pathInIncomingRequest ?? [])).filter((one) => one);
      const places = aligned(list as Entity[], representations);
      return places ? { ...answer, errors: answer.errors.map((error) => moved(error, places)) } : answer;
    },
  });
}

type Asked = GraphQLDataSourceProcessOptions & {
  incomingRequestContext: object;
  pathInIncomingRequest?: Path;
};

/** What stands at a path, in which @ stands for each of a list. */
function at(value: unknown, path: Path): unknown[] {
  const [head, ...rest] = path;
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one) => at(one, head === '@' ? rest : path));
  return head === undefined ? [value] : at((value as Entity)[head], rest);
}

/** @returns for each representation the number of its entity; undefined where they are the same, or cannot be told */
function aligned(list: readonly Entity[], representations: readonly Entity[]): number[] | undefined {
  if (list.length === representations.length) return undefined;
  const places: number[] = [];
  let next = 0;
  for (const representation of representations) {
    while (next < list.length && !isOf(list[next] as Entity, representation)) next += 1;
    if (next === list.length) return undefined;
    places.push(next);
    next += 1;
  }
  return places;
}

function isOf(entity: Entity, representation: Entity): boolean {
  return Object.entries(representation).every(
    ([name, value]) => entity[name] === value || (name !== '__typename' && !comparable(entity[name], value)),
  );
}

function comparable(one: unknown, other: unknown): boolean {
  return one !== undefined && typeof one !== 'object' && typeof other !== 'object';
}

function moved(error: GraphQLFormattedError, places: readonly number[]): GraphQLFormattedError {
  const [first, number, ...rest] = error.path ?? [];
  const place = typeof number === 'number' ? places[number] : undefined;
  return first === '_entities' && place !== undefined ? { ...error, path: [first, place, ...rest] } : error;
}
