import {
  type ConstDirectiveNode,
  type DefinitionNode,
  isTypeDefinitionNode,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
} from 'graphql';
import { linkingInaccessible } from '../composition/inaccessible.ts';
import { isHidden, reachableTypes } from './reachable.ts';
import type { Contract } from './section.ts';

type Directives = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/**
 * The supergraph of which clients see what the contract lets them see: the rest is @inaccessible, as in the contracts of
 * Federation. Queries may still be planned through it. Types that nothing leads to any more are not shown either.
 * @throws GraphQLError where it is no GraphQL; whether what is left holds together is for the gateway to say
 */
export function applyContract(supergraphSdl: string, contract: Contract): string {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const include = new Set(contract.include ?? []);
  const exclude = new Set(contract.exclude ?? []);
  const isOut = (node: Directives) => tagsOf(node).some((tag) => exclude.has(tag));
  const isIn = (node: Directives) => include.size === 0 || tagsOf(node).some((tag) => include.has(tag));

  const judged = definitions.map((node): DefinitionNode => {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const wholeIn = isIn(node);
        const fields = (node.fields ?? []).map((field) => {
          const args = field.arguments?.map((argument) => hidden(argument, isOut(argument))) ?? [];
          return hidden({ ...field, arguments: args }, isOut(field) || !(wholeIn || isIn(field)));
        });
        const empty = fields.every(isHidden);
        return hidden({ ...node, fields }, isOut(node) || empty);
      }
      case Kind.ENUM_TYPE_DEFINITION: {
        const values = (node.values ?? []).map((value) => hidden(value, isOut(value)));
        return hidden({ ...node, values }, isOut(node));
      }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
        const fields = (node.fields ?? []).map((field) => hidden(field, isOut(field)));
        return hidden({ ...node, fields }, isOut(node));
      }
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_DEFINITION:
        return hidden(node, isOut(node));
      default:
        return node;
    }
  });

  const reached = reachableTypes(judged);
  const document = judged.map((node) =>
    isTypeDefinitionNode(node) && !node.name.value.includes('__') && !reached.has(node.name.value)
      ? hidden(node, true)
      : node,
  );
  return print(linkingInaccessible({ kind: Kind.DOCUMENT, definitions: document }));
}

const INACCESSIBLE: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'inaccessible' },
};

function hidden<Node extends Directives>(node: Node, out: boolean): Node {
  return out && !isHidden(node) ? { ...node, directives: [...(node.directives ?? []), INACCESSIBLE] } : node;
}

function tagsOf({ directives = [] }: Directives): string[] {
  return directives.flatMap(({ name, arguments: given = [] }) => {
    const value = name.value === 'tag' && given.find((argument) => argument.name.value === 'name')?.value;
    return value ? [String(valueFromASTUntyped(value))] : [];
  });
}
