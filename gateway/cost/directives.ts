import type { ConstDirectiveNode, ConstValueNode, GraphQLSchema } from 'graphql';
import { valueFromASTUntyped } from 'graphql';

/** What `@listSize` says of a field. */
export interface ListSize {
  /** How many there are where no argument says it. */
  assumed?: number | undefined;
  /** Arguments that say how many: the largest counts. */
  slicing: readonly string[];
  /** Whether just one of them must be given. */
  oneSlicing: boolean;
  /** The fields inside that are the lists, in place of the field itself. */
  sized: readonly string[];
}

/** Reads `@cost` and `@listSize`, under the names that a supergraph gives them. */
export interface CostDirectives {
  /** @returns undefined: nothing is said */
  weight(
    node: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined,
  ): number | undefined;
  listSize(
    node: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined,
  ): ListSize | undefined;
}

const SPECIFICATION = /^https:\/\/specs\.apollo\.dev\/cost\/v0\.\d+$/;

export function costDirectives(supergraph: GraphQLSchema): CostDirectives {
  const { cost, listSize } = namesIn(supergraph);
  const argumentsOf = (directives: readonly ConstDirectiveNode[] | undefined, name: string) => {
    const found = directives?.find((directive) => directive.name.value === name);
    if (!found) return undefined;
    return Object.fromEntries((found.arguments ?? []).map((each) => [each.name.value, plain(each.value)]));
  };
  return {
    weight(node) {
      const weight = Number(argumentsOf(node?.directives, cost)?.weight);
      return Number.isFinite(weight) ? Math.max(0, weight) : undefined;
    },
    listSize(node) {
      const said = argumentsOf(node?.directives, listSize);
      if (!said) return undefined;
      const { assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument } = said as Record<
        string,
        unknown
      >;
      return {
        assumed: typeof assumedSize === 'number' ? assumedSize : undefined,
        slicing: (slicingArguments as string[] | null | undefined) ?? [],
        // A list that has none cannot be given one.
        oneSlicing:
          requireOneSlicingArgument !== false &&
          Array.isArray(slicingArguments) &&
          slicingArguments.length > 0,
        sized: (sizedFields as string[] | null | undefined) ?? [],
      };
    },
  };
}

/** What the supergraph's @link calls them: `@cost`, unless it imports them by other names. */
function namesIn(supergraph: GraphQLSchema): { cost: string; listSize: string } {
  const names = { cost: 'cost', listSize: 'listSize' };
  const nodes = [supergraph.astNode, ...supergraph.extensionASTNodes];
  for (const directive of nodes.flatMap((node) => node?.directives ?? [])) {
    if (directive.name.value !== 'link') continue;
    const said = Object.fromEntries(
      (directive.arguments ?? []).map((each) => [each.name.value, plain(each.value)]),
    );
    if (!SPECIFICATION.test(String(said.url))) continue;
    const prefix = typeof said.as === 'string' ? said.as : 'cost';
    const imports = ((said.import as unknown[] | undefined) ?? []).map((entry) =>
      typeof entry === 'string' ? { name: entry, as: entry } : (entry as { name: string; as?: string }),
    );
    const nameOf = (name: string) => {
      const found = imports.find((entry) => entry.name === `@${name}`);
      return found ? (found.as ?? found.name).slice(1) : name === 'cost' ? prefix : `${prefix}__${name}`;
    };
    names.cost = nameOf('cost');
    names.listSize = nameOf('listSize');
  }
  return names;
}

function plain(value: ConstValueNode): unknown {
  return valueFromASTUntyped(value);
}
