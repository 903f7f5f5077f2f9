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

interface Size {
  depth: number;
  aliases: number;
}

/** Validation rules that refuse operations beyond the limits, fragments counted where they are used. */
export function limitRules(limits: Limits): ValidationRule[] {
  return [
    (context: ValidationContext): ASTVisitor => {
      const measured = new Map<string, Size>();
      return {
        OperationDefinition(operation) {
          const size = measure(context, operation.selectionSet, measured, new Set());
          if (size.depth > limits.depth)
            refuse(context, operation, 'levels of fields', size.depth, limits.depth);
          if (size.aliases > limits.aliases)
            refuse(context, operation, 'aliases', size.aliases, limits.aliases);
          const fields = rootFields(context, operation.selectionSet, new Set());
          if (fields > limits.rootFields)
            refuse(context, operation, 'root fields', fields, limits.rootFields);
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
  const total: Size = { depth: 0, aliases: 0 };
  for (const selection of set.selections) {
    let inner: Size = { depth: 0, aliases: 0 };
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      inner = measureFragment(context, selection.name.value, measured, open);
    else if (selection.selectionSet) inner = measure(context, selection.selectionSet, measured, open);
    const isField = selection.kind === Kind.FIELD;
    total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
    total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
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
  if (known || !fragment || open.has(name)) return known ?? { depth: 0, aliases: 0 };
  open.add(name);
  const size = measure(context, fragment.selectionSet, measured, open);
  open.delete(name);
  measured.set(name, size);
  return size;
}

function rootFields(context: ValidationContext, set: SelectionSetNode, open: Set<string>): number {
  let count = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) count += 1;
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      count += rootFields(context, selection.selectionSet, open);
    else {
      const fragment = context.getFragment(selection.name.value);
      if (!fragment || open.has(selection.name.value)) continue;
      open.add(selection.name.value);
      count += rootFields(context, fragment.selectionSet, open);
    }
  }
  return count;
}
