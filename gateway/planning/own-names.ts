import { type DocumentNode, Kind, visit } from 'graphql';
import { renamedKeys } from './renaming.ts';
import { STAND_IN } from './required-fields.ts';

/** A document in which the client's names cannot be taken for those of plans. */
export interface Renamed {
  document: DocumentNode;
  variables(given: Record<string, unknown>): Record<string, unknown>;
  /** The data, or a path in it, under the client's names. */
  restore<T>(data: T): T;
  restorePath(path: readonly (string | number)[]): (string | number)[];
}

/** Names that the planner makes itself. */
const MADE = /__alias_\d+$/;

/**
 * Plans put what they fetch for themselves (keys, what is required) under the names of these fields, beside what the client
 * asked for. A client's alias that is such a name (`id: name`) would be taken for it, and the wrong entity be fetched; so is the
 * variable $representations. Both get other names on their way through the subgraphs.
 * @param fetches whether plans fetch a field of this name for themselves
 * @returns undefined where there is no such name, which is nearly always
 */
export function ownNames(document: DocumentNode, fetches: (name: string) => boolean): Renamed | undefined {
  const aliases = new Map<string, string>();
  let representations = false;
  visit(document, {
    [Kind.FIELD]({ alias, name }) {
      if (!alias || alias.value === name.value) return;
      const taken = fetches(alias.value) || MADE.test(alias.value) || STAND_IN.test(alias.value);
      if (taken) aliases.set(alias.value, `client_${aliases.size}_${alias.value}`);
    },
    [Kind.VARIABLE]({ name }) {
      representations ||= name.value === REPRESENTATIONS;
    },
  });
  if (aliases.size === 0 && !representations) return undefined;
  const back = new Map([...aliases].map(([alias, other]) => [other, alias]));

  return {
    document: visit(document, {
      [Kind.FIELD](node) {
        const other = node.alias && node.alias.value !== node.name.value && aliases.get(node.alias.value);
        return other ? { ...node, alias: { kind: Kind.NAME, value: other } } : undefined;
      },
      [Kind.VARIABLE]: (node) =>
        node.name.value === REPRESENTATIONS
          ? { ...node, name: { kind: Kind.NAME, value: OTHER_REPRESENTATIONS } }
          : undefined,
    }),
    variables({ [REPRESENTATIONS]: value, ...rest }) {
      return value === undefined ? rest : { ...rest, [OTHER_REPRESENTATIONS]: value };
    },
    restore: <T>(data: T) => renamedKeys(data, (key) => back.get(key)) as T,
    restorePath: (path) => path.map((step) => back.get(String(step)) ?? step),
  };
}

const REPRESENTATIONS = 'representations';
const OTHER_REPRESENTATIONS = 'client_representations';
