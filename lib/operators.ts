import type { GraphQLError } from 'graphql';
import type { Caller } from './caller.ts';
import { userError } from './errors.ts';

// biome-ignore lint/suspicious/noExplicitAny: resolvers of any type
type Resolver = (parent: any, args: any, context: any, info: any) => unknown;
type Field = Resolver | { subscribe: Resolver; resolve?: Resolver };
/** Why a caller is refused; undefined where it is not. */
type Refusal = (caller: Caller) => GraphQLError | undefined;

const limited: Refusal = ({ scopes }) => (scopes === undefined ? undefined : userError.scopesNotAllowed());

/**
 * Root fields that are for operators: a request that is bound to a tenant, or limited to scopes or collections, is refused, because what they
 * tell or change is not its own alone. The context must have the request's `caller`.
 */
export function forOperators<Fields extends object>(fields: Fields): Fields {
  return guarded(fields, (caller) =>
    caller.tenant !== undefined
      ? userError.tenantNotAllowed()
      : caller.collections !== undefined
        ? userError.collectionsNotAllowed()
        : limited(caller),
  );
}

/** Root fields that are not for requests limited to scopes: they change something, or tell of documents whoever may see them. */
export function forUnlimited<Fields extends object>(fields: Fields): Fields {
  return guarded(fields, limited);
}

function guarded<Fields extends object>(fields: Fields, refusal: Refusal): Fields {
  const guard =
    (resolver: Resolver): Resolver =>
    (parent, args, context: { caller: Caller }, info) => {
      const refused = refusal(context.caller);
      if (refused) throw refused;
      return resolver(parent, args, context, info);
    };
  const all = Object.entries(fields as Record<string, Field>).map(([name, field]) => [
    name,
    typeof field === 'function' ? guard(field) : { ...field, subscribe: guard(field.subscribe) },
  ]);
  return Object.fromEntries(all) as Fields;
}
