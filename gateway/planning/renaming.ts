import type { GraphQLDataSource } from '@apollo/gateway';
import type { DocumentNode } from 'graphql';

/** What is named otherwise in a fetch than in the gateway's data. */
export interface Renames {
  /** Makes of a representation what the subgraph knows. */
  inputs?: ((representation: unknown) => unknown) | undefined;
  /** Keys of the subgraph's answer, by their path from the answer's data or from an entity, and what they become. */
  outputs: { path: string[]; to: string }[];
}

/** Renames by the document of a fetch, which each fetch has to itself. */
export type Renaming = WeakMap<DocumentNode, Renames>;

/**
 * The source with what it gets and gives renamed. The executor could do it too, but leaves out values that are 0, false,
 * empty or null.
 */
export function renamingSource(source: GraphQLDataSource, renaming: Renaming): GraphQLDataSource {
  return {
    ...source,
    async process(asked) {
      const renames = 'document' in asked && asked.document && renaming.get(asked.document);
      if (!renames) return source.process(asked);
      const { request } = asked;
      const { representations } = request.variables ?? {};
      const variables =
        renames.inputs && Array.isArray(representations)
          ? { ...request.variables, representations: representations.map(renames.inputs) }
          : request.variables;
      const answer = await source.process({
        ...asked,
        request: { ...request, ...(variables && { variables }) },
      });
      const data = answer.data as Record<string, unknown> | null | undefined;
      for (const { path, to } of renames.outputs) {
        const fields = path.filter((step) => !step.startsWith('... on '));
        renameAt(representations ? data?._entities : data, fields, to);
      }
      return answer;
    },
  };
}

function renameAt(value: unknown, [step = '', ...rest]: string[], to: string): void {
  if (Array.isArray(value)) {
    for (const one of value) renameAt(one, [step, ...rest], to);
    return;
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return;
  const object = value as Record<string, unknown>;
  if (rest.length > 0) {
    renameAt(object[step], rest, to);
  } else {
    object[to] = object[step];
    delete object[step];
  }
}

/** The value with every key in it renamed for which there is another name. */
export function renamedKeys(value: unknown, nameOf: (key: string) => string | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => renamedKeys(one, nameOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [nameOf(key) ?? key, renamedKeys(inner, nameOf)]),
  );
}
