import type { CostedField, CostedOperation, Slicing, Variables } from './compile.ts';

/**
 * What an operation costs at most, before it runs (IBM's "GraphQL Cost Directives", as Federation 2.9 has them).
 * @param listSize how many are taken to be in a list of which nothing is said
 */
export function estimatedCost(operation: CostedOperation, variables: Variables, listSize: number): number {
  const sum = (fields: readonly CostedField[], sized: readonly string[], size: number | undefined): number =>
    fields.reduce((total, field) => total + (field.skipped(variables) ? 0 : of(field, sized, size)), 0);

  function of(field: CostedField, sized: readonly string[], given: number | undefined): number {
    const own = field.size?.(variables);
    const fromParent = sized.includes(field.name) ? given : undefined;
    const here = field.sized.length > 0 ? undefined : own;
    const times = field.list ? (here ?? fromParent ?? listSize) : 1;
    return times * (field.weight + sum(field.inside, field.sized, own));
  }
  return operation.base + sum(operation.fields, [], undefined);
}

/** The first field of which the size is not said by just one argument, though it must be. */
export function unsized(operation: CostedOperation, variables: Variables): Slicing | undefined {
  function among(fields: readonly CostedField[]): Slicing | undefined {
    for (const { oneOf, inside, skipped } of fields) {
      if (skipped(variables)) continue;
      const found = oneOf && oneOf.given(variables) !== 1 ? oneOf : among(inside);
      if (found) return found;
    }
    return undefined;
  }
  return among(operation.fields);
}

/** What it did cost, by what is in the answer. */
export function actualCost(
  operation: CostedOperation,
  variables: Variables,
  data: Readonly<Record<string, unknown>> | null | undefined,
): number {
  function inObject(fields: readonly CostedField[], object: Readonly<Record<string, unknown>>): number {
    const counted = new Set<string>();
    let total = 0;
    for (const field of fields) {
      if (!(field.key in object) || field.skipped(variables)) continue;
      // A field that is asked for twice is answered once; what is inside may differ.
      const weight = counted.has(field.key) ? 0 : field.weight;
      counted.add(field.key);
      total += of({ ...field, weight }, object[field.key]);
    }
    return total;
  }
  function of(field: CostedField, value: unknown): number {
    if (value === null || value === undefined) return 0;
    if (Array.isArray(value)) return value.reduce((total: number, item) => total + of(field, item), 0);
    const inside =
      field.inside.length > 0 && typeof value === 'object'
        ? inObject(field.inside, value as Record<string, unknown>)
        : 0;
    return field.weight + inside;
  }
  return operation.base + (data ? inObject(operation.fields, data) : 0);
}
