import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import type { Limits } from '../limits.ts';

/** Of an operation or a part of it, each fragment counted where it is used. */
interface Size {
  depth: number;
  aliases: number;
  fields: number;
  directives: number;
  /** Fields that no other field is around. */
  outermost: number;
}

/** Validation rules that refuse operations beyond the limits, fragments counted where they are used. */
export function limitRules(limits: Limits): ValidationRule[] {
  const bounds: [what: string, of: keyof Size, most: number][] = [
    ['levels of fields', 'depth', limits.depth],
    ['aliases', 'aliases', limits.aliases],
    ['root fields', 'outermost', limits.rootFields],
    ['fields', 'fields', limits.fields],
    ['directives', 'directives', limits.directives],
  ];
  return [
    (context: ValidationContext): ASTVisitor => {
      const measured = new Map<string, Size>();
      return {
        OperationDefinition(operation) {
          const size = measure(context, operation.selectionSet, measured, new Set());
          size.directives += operation.directives?.length ?? 0;
          for (const [what, of, most] of bounds) {
            if (size[of] > most) refuse(context, operation, what, size[of], most);
          }
          return false;
        },
      };
    },
  ];
}

function refuse(
  context: ValidationContext,
  node: OperationDefinitionNode,
  what: string,
  has: number,
  most: number,
) {
  context.reportError(
    new GraphQLError(`This operation has ${has} ${what}; the most is ${most}. Split it.`, {
      nodes: node,
      extensions: { limit: what, most },
    }),
  );
}

/** `measured` holds each fragment's size, so that fragments within fragments are not counted exponentially often. */
function measure(
  context: ValidationContext,
  set: SelectionSetNode,
  measured: Map<string, Size>,
  open: Set<string>,
): Size {
  const total: Size = { depth: 0, aliases: 0, fields: 0, directives: 0, outermost: 0 };
  for (const selection of set.selections) {
    const isField = selection.kind === Kind.FIELD;
    let inner: Size = { depth: 0, aliases: 0, fields: 0, directives: 0, outermost: 0 };
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      inner = measureFragment(context, selection.name.value, measured, open);
    else if (selection.selectionSet) inner = measure(context, selection.selectionSet, measured, open);
    total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
    total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
    total.fields += inner.fields + (isField ? 1 : 0);
    total.directives += inner.directives + (selection.directives?.length ?? 0);
    total.outermost += isField ? 1 : inner.outermost;
  }
  return total;
}

function measureFragment(
  context: ValidationContext,
  name: string,
  measured: Map<string, Size>,
  open: Set<string>,
): Size {
  const known = measured.get(name);
  const fragment = context.getFragment(name);
  // A fragment that is still open contains itself: another rule refuses that.
  if (known || !fragment || open.has(name))
    return known ?? { depth: 0, aliases: 0, fields: 0, directives: 0, outermost: 0 };
  open.add(name);
  const size = measure(context, fragment.selectionSet, measured, open);
  open.delete(name);
  measured.set(name, size);
  return size;
}
