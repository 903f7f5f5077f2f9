import type { ConstDirectiveNode } from 'graphql';
import { argumentOf, type SupergraphTypes } from './supergraph-types.ts';

/**
 * Where a subgraph is to be asked again for an entity that it gave itself, the planner takes the first of the type's keys,
 * also one by which the subgraph does not find it. So those come last.
 */
export function resolvableKeysFirst(types: SupergraphTypes): void {
  types.mapTypes((type) => {
    const directives = type.directives ?? [];
    if (!directives.some(isUnresolvable)) return type;
    const rest = directives.filter((one) => !isUnresolvable(one));
    return { ...type, directives: [...rest, ...directives.filter(isUnresolvable)] };
  });
}

function isUnresolvable(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'join__type' && argumentOf(directive, 'resolvable') === false;
}
