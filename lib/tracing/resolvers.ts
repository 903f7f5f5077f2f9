import { defaultFieldResolver, type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';
import { isTracing, traced } from './tracing.ts';

/** Spans of resolvers in one request: a list of a thousand hits does not make a thousand of them. */
const MOST = 100;

/**
 * Where traces are taken, each resolver that somebody wrote becomes a span, up to a hundred in a request. The schema is changed in
 * place; without traces it is left as it is.
 */
export function traceResolvers(schema: GraphQLSchema): void {
  if (!isTracing()) return;
  const counts = new WeakMap<object, number>();
  const isRoom = (context: unknown) => {
    if (typeof context !== 'object' || context === null) return false;
    const count = counts.get(context) ?? 0;
    counts.set(context, count + 1);
    return count < MOST;
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (!resolve || resolve === defaultFieldResolver) continue;
      const name = `${type.name}.${field.name}`;
      field.resolve = (source, args, context, info) =>
        isRoom(context)
          ? traced(name, {}, async () => resolve(source, args, context, info))
          : resolve(source, args, context, info);
    }
  }
}
