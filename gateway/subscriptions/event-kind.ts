import { type GraphQLSchema, getNamedType, isInterfaceType, isObjectType } from 'graphql';

/**
 * What the events of a subscription are to each other, as its subgraph declares by `@events(kind:)`.
 * - SEQUENCE: each event has a `sequence` that grows, and none may be missing. Without the argument `after` the state comes first;
 *   with it, every event behind that sequence.
 * - STATE: each event is the whole state, so that only the newest matters.
 * - CHANGES: the first event is the whole state and the others are changes of it, so that one can only begin anew.
 *
 * Of a subscription that declares nothing nothing is assumed: it is neither resumed nor joined once it has begun.
 */
export type EventKind = 'SEQUENCE' | 'STATE' | 'CHANGES';

/** The field by which an event of a SEQUENCE says where it stands. */
export const SEQUENCE_FIELD = 'sequence';
/** The argument behind which a SEQUENCE goes on. */
export const AFTER_ARGUMENT = 'after';

/** @param field of the subscription's root; undefined where it declares no kind, or has not what its kind needs */
export function eventKindOf(supergraph: GraphQLSchema, field: string): EventKind | undefined {
  const definition = supergraph.getSubscriptionType()?.getFields()[field];
  const directive = definition?.astNode?.directives?.find(({ name }) => name.value === 'events');
  const value = directive?.arguments?.find(({ name }) => name.value === 'kind')?.value;
  const kind = value && 'value' in value ? value.value : undefined;
  if (kind === 'STATE' || kind === 'CHANGES') return kind;
  if (kind !== 'SEQUENCE' || !definition) return undefined;
  const type = getNamedType(definition.type);
  const numbered = (isObjectType(type) || isInterfaceType(type)) && SEQUENCE_FIELD in type.getFields();
  return numbered && definition.args.some(({ name }) => name === AFTER_ARGUMENT) ? kind : undefined;
}
