import type { ApolloGateway } from '@apollo/gateway';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import type { Subscribe } from '../subscriptions/federated.ts';
import { type Analysis, analyse, type Place } from './analyse.ts';
import { fill } from './fill.ts';
import type { Policies } from './policies.ts';
import { type Redacted, redact } from './redact.ts';
import { isMet, type Requirement, type Rights } from './requirement.ts';
import { type AccessRules, accessRules } from './rules.ts';

/** What Apollo Server needs of a gateway. */
type Gateway = Pick<ApolloGateway, 'load' | 'onSchemaLoadOrUpdate' | 'stop'>;

export interface AccessOptions {
  /** Judges @policy; none: no policy holds but for operators. */
  policies?: Policies | undefined;
  /** What becomes of an operation with fields that are not for who asks. @default null */
  unauthorized?: 'null' | 'refuse';
}

/** Sees to it that nobody is answered what the schema does not let them see. */
export interface Access {
  /** The gateway, with each operation cut to what who asks may see. */
  gateway: Gateway;
  /** What a field demands of who asks. */
  demands(type: string, field: string): readonly Requirement[];
  /** The same of subscriptions: judged when they begin, and applied to each event. */
  subscribe(subscribe: Subscribe): Subscribe;
}

/** What is left of an operation for somebody. */
type Allowed =
  | { refused: readonly GraphQLError[] }
  | {
      refused?: undefined;
      document: DocumentNode;
      mark: string;
      redacted?: Redacted;
    };

interface Kept {
  analysis: Analysis | undefined;
  /** What is left of it, by which of its requirements are not met. */
  redacted: LRUCache<string, Redacted>;
}

/** Variants of one operation that are kept: who asks differs in few ways. */
const VARIANTS = 32;

export function access(
  options: {
    gateway: Gateway;
    /** The schema that the gateway plans with now. */
    schema: () => GraphQLSchema;
    log: Logger;
  } & AccessOptions,
): Access {
  const { gateway, log, unauthorized = 'null' } = options;
  const rulesOf = new WeakMap<GraphQLSchema, AccessRules>();
  let newest: AccessRules | undefined;
  const known = new WeakMap<AccessRules, WeakMap<DocumentNode, Map<string, Kept>>>();

  function learn(apiSchema: GraphQLSchema, supergraphSdl: string): void {
    newest = accessRules(supergraphSdl);
    rulesOf.set(apiSchema, newest);
  }

  function rulesNow(): { schema: GraphQLSchema; rules: AccessRules } {
    const schema = options.schema();
    const rules = rulesOf.get(schema);
    if (!rules) throw new Error('the rules of access of this supergraph are not known');
    return { schema, rules };
  }

  function keptOf(document: DocumentNode, name: string | undefined): Kept {
    const { schema, rules } = rulesNow();
    const documents = known.get(rules) ?? new WeakMap<DocumentNode, Map<string, Kept>>();
    const names = documents.get(document) ?? new Map<string, Kept>();
    const before = names.get(name ?? '');
    if (before) return before;
    const kept = {
      analysis: analyse(schema, rules, document, name),
      redacted: new LRUCache<string, Redacted>({ max: VARIANTS }),
    };
    known.set(rules, documents.set(document, names.set(name ?? '', kept)));
    return kept;
  }

  async function policiesOf(names: readonly string[], context: RequestContext): Promise<ReadonlySet<string>> {
    const { identity, headers } = context;
    if (names.length === 0 || identity.all || !options.policies) return new Set();
    const { by, id, scopes, claims, caller } = identity;
    try {
      const who = { by, id, scopes, tenant: caller.tenant, ...(claims && { claims }) };
      return new Set(await options.policies(names, { identity: who, headers }));
    } catch (error) {
      log.error({ err: error, policies: names }, 'the module of policies failed: none of them holds');
      return new Set();
    }
  }

  async function allowed(
    document: DocumentNode,
    operationName: string | undefined,
    context: RequestContext,
  ): Promise<Allowed> {
    const whole: Allowed = { document, mark: '' };
    if (rulesNow().rules.none || context.identity.all) return whole;
    let kept = keptOf(document, operationName);
    if (!kept.analysis) return whole;
    // What policies are judged by is not known here: an answer to one is none for another.
    if (kept.analysis.policies.length > 0) context.caching?.policies.push({ maxAge: 0, scope: 'PRIVATE' });
    const policies = await policiesOf(kept.analysis.policies, context);
    // The supergraph may have been replaced meanwhile.
    kept = keptOf(document, operationName);
    const { analysis } = kept;
    if (!analysis) return whole;
    const rights: Rights = {
      all: false,
      authenticated: context.identity.by !== 'ANONYMOUS',
      scopes: context.identity.scopes,
      policies,
    };
    const unmet = new Set(analysis.requirements.filter((one) => !isMet(one, rights)));
    if (unmet.size === 0) return whole;
    const places = analysis.places.filter((place) => place.requirements.some((one) => unmet.has(one)));
    const refused = refusedPlaces(analysis, places, unauthorized === 'refuse');
    if (refused.length > 0) {
      // Of what was not run only fields at the root have a place in the answer.
      const pathOf = (place: Place) => (place.root ? [responseKey(place)] : undefined);
      return { refused: refused.map((place) => gatewayError.unauthorized(place, pathOf(place))) };
    }
    const mark = analysis.requirements.map((one) => (unmet.has(one) ? '1' : '0')).join('');
    let redacted = kept.redacted.get(mark);
    if (!redacted) {
      redacted = redact(options.schema(), document, analysis, new Set(places));
      kept.redacted.set(mark, redacted);
    }
    return { document: redacted.document, mark, redacted };
  }

  const guarded: Gateway = {
    async load(loadOptions) {
      const { executor, ...loaded } = await gateway.load(loadOptions);
      return {
        ...loaded,
        async executor(request) {
          const context = request.context as unknown as RequestContext;
          const left = await allowed(request.document, request.request.operationName, context);
          if (left.refused) return { data: null, errors: left.refused } as never;
          if (!left.redacted) return executor(request);
          const result = await executor({
            ...request,
            document: left.document,
            queryHash: `${request.queryHash}:${left.mark}`,
          });
          if (!result.data) return result;
          const { data, errors } = fill(result.data, left.redacted);
          const told = [...(result.errors ?? []), ...errors];
          return { ...result, data, ...(told.length > 0 && { errors: told }) };
        },
      };
    },
    onSchemaLoadOrUpdate(callback) {
      return gateway.onSchemaLoadOrUpdate((schemas) => {
        learn(schemas.apiSchema, schemas.coreSupergraphSdl);
        callback(schemas);
      });
    },
    stop: () => gateway.stop(),
  };

  return {
    gateway: guarded,
    demands: (type, field) => rulesNow().rules.ofField(type, field),
    subscribe: (subscribe) => async (operation) => {
      const left = await allowed(operation.document, operation.operationName, operation.context);
      if (left.refused) return { errors: left.refused };
      const started = await subscribe({ ...operation, document: left.document });
      if (!(Symbol.asyncIterator in started)) return started;
      const { redacted } = left;
      if (!redacted) return started;
      return mapped(started, (event) => {
        if (!event.data) return event;
        const { data, errors } = fill(event.data, redacted);
        const told = [...(event.errors ?? []), ...errors.map((error) => error.toJSON())];
        return { ...event, data, ...(told.length > 0 && { errors: told }) };
      });
    },
  };
}

/** The fields for which an operation is refused as a whole: nothing of a mutation is done whose answer would not be whole. */
function refusedPlaces({ operation }: Analysis, places: readonly Place[], any: boolean): readonly Place[] {
  if (any) return places;
  return operation.operation === 'query' ? [] : places.filter(({ root }) => root);
}

function responseKey({ node }: Place): string {
  return (node.alias ?? node.name).value;
}

function mapped<T>(source: AsyncIterableIterator<T>, change: (value: T) => T): AsyncIterableIterator<T> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const event = await source.next();
      return event.done ? event : { done: false, value: change(event.value) };
    },
    async return(value) {
      await source.return?.();
      return { done: true, value };
    },
    async throw(error) {
      if (source.throw) return source.throw(error);
      throw error;
    },
  };
}
