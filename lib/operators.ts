import type { Caller } from './caller.ts';
import { userError } from './errors.ts';

// biome-ignore lint/suspicious/noExplicitAny: resolvers of any type
type Resolver = (parent: any, args: any, context: any, info: any) => unknown;
type Field = Resolver | { subscribe: Resolver; resolve?: Resolver };

/**
 * Root fields that are for operators: a request that is bound to a tenant is refused, because what they tell or change is not
 * its own alone. The context must have the request's `caller`.
 */
export function forOperators<Fields extends object>(fields: Fields): Fields {
  const guarded = Object.entries(fields as Record<string, Field>).map(([name, field]) => [
    name,
    typeof field === 'function' ? guard(field) : { ...field, subscribe: guard(field.subscribe) },
  ]);
  return Object.fromEntries(guarded) as Fields;
}

function guard(resolver: Resolver): Resolver {
  return (parent, args, context: { caller: Caller }, info) => {
    if (context.caller.tenant !== undefined) throw userError.tenantNotAllowed();
    return resolver(parent, args, context, info);
  };
}
