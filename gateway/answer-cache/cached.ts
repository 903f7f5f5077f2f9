import { createHash } from 'node:crypto';
import { type DocumentNode, type GraphQLSchema, printSchema } from 'graphql';
import { stringifyJson64 } from '../../lib/json64.ts';
import type { OperationRequest, PreparedOperation } from '../documents/read.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { HttpAnswer, Operations } from '../operations.ts';
import type { RequestContext } from '../request-context.ts';
import { policyOfSchema } from './hints.ts';
import { type CachePolicy, type SaidOfCaching, strictest } from './policy.ts';
import type { AnswerStore, KeptAnswer } from './store.ts';

type Ready = Extract<PreparedOperation, { errors?: undefined }>;

export interface AnswerCacheOptions {
  store: AnswerStore;
  /** The supergraph, with the directives of its subgraphs. */
  schema: () => GraphQLSchema;
  /** The same text for requests to which every subgraph gives the same answer. */
  rightsOf: (context: RequestContext) => string;
  metrics: GatewayMetrics;
}

/**
 * Queries over HTTP whose whole answer is kept where all that it was joined from may be: as the subgraphs say in Cache-Control, or
 * @cacheControl in the schema where one of them says nothing. An answer is given again only to those with the same rights, a private
 * one only to the same client, never one with errors, and none that is older than the last mutation.
 */
export function withAnswerCache(operations: Operations, options: AnswerCacheOptions): Operations {
  const { store, metrics } = options;
  /** The scope of operations that may be kept, as far as it is known: others are not looked up. */
  const scopes = new WeakMap<DocumentNode, Map<string, CachePolicy['scope'] | undefined>>();

  function scopesOf(document: DocumentNode): Map<string, CachePolicy['scope'] | undefined> {
    const known = scopes.get(document) ?? new Map<string, CachePolicy['scope'] | undefined>();
    scopes.set(document, known);
    return known;
  }

  /** As it was kept before, or as the schema says. */
  function scopeOf(document: DocumentNode, name: string): CachePolicy['scope'] | undefined {
    const known = scopesOf(document);
    if (known.has(name)) return known.get(name);
    const policy = policyOfSchema(options.schema(), document, name || undefined);
    const scope = policy && policy.maxAge > 0 ? policy.scope : undefined;
    known.set(name, scope);
    return scope;
  }

  function keyOf(
    request: OperationRequest,
    { query }: Ready,
    scope: CachePolicy['scope'],
    generation: string,
  ): string {
    const { context, operationName = '', variables } = request;
    const parts = [
      versionOf(options.schema()),
      generation,
      scope,
      query,
      operationName,
      stringifyJson64(variables),
      options.rightsOf(context),
      who(context, scope),
    ];
    return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  }

  function policyOf(
    said: SaidOfCaching,
    { document }: Ready,
    name: string | undefined,
  ): CachePolicy | undefined {
    if (said.fetches === 0) return undefined;
    if (said.policies.length === said.fetches) return strictest(said.policies);
    // Those that said nothing are judged by the schema.
    const policy = policyOfSchema(options.schema(), document, name);
    return policy && strictest([policy, ...said.policies]);
  }

  async function query(
    request: OperationRequest,
    prepared: Ready,
    ask: () => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    const { context, operationName } = request;
    const name = operationName ?? '';
    const known = scopeOf(prepared.document, name);
    const generation = known && (await store.generation());
    if (known && generation !== undefined && mayBeKept(context, known) && takesKept(context)) {
      const started = performance.now();
      const found = await store.get(keyOf(request, prepared, known, generation));
      metrics.answerCache(found ? 'hit' : 'miss');
      if (found) {
        metrics.operation('query', 'success', (performance.now() - started) / 1000);
        return given(found, known, context);
      }
    }
    const said: SaidOfCaching = { fetches: 0, policies: [] };
    context.caching = said;
    const answered = await ask();
    const { data, errors } = answered.body;
    const policy = errors || !data ? undefined : policyOf(said, prepared, operationName);
    if (!data || !policy || policy.maxAge <= 0 || context.answerHeaders.has('set-cookie')) return answered;
    const now = Date.now();
    const kept: KeptAnswer = {
      data: data as Record<string, unknown>,
      headers: [...context.answerHeaders],
      made: now,
      ends: now + policy.maxAge * 1000,
      bytes: stringifyJson64(data).length,
    };
    // What only its answer shows to be worth keeping is kept from the second time on.
    scopesOf(prepared.document).set(name, policy.scope);
    if (generation !== undefined && mayBeKept(context, policy.scope))
      await store.set(keyOf(request, prepared, policy.scope, generation), kept);
    return { ...answered, headers: [...answered.headers, ...headersOf(kept, policy.scope, context)] };
  }

  function given(kept: KeptAnswer, scope: CachePolicy['scope'], context: RequestContext): HttpAnswer {
    return { body: { data: kept.data }, headers: [...kept.headers, ...headersOf(kept, scope, context)] };
  }

  function headersOf({ made, ends }: KeptAnswer, scope: CachePolicy['scope'], context: RequestContext) {
    // Caches on the way know nothing of rights: what any of them may share must be the same for whoever asks.
    const bare = { ...context, headers: {} };
    const shared =
      scope === 'PUBLIC' && isNobody(context) && options.rightsOf(bare) === options.rightsOf(context);
    const age = Math.floor((Date.now() - made) / 1000);
    return [
      ['cache-control', `max-age=${Math.round((ends - made) / 1000)}, ${shared ? 'public' : 'private'}`],
      ['vary', 'accept, authorization, x-api-key, x-kitegraph-tenant, x-kitegraph-scopes'],
      ...(age > 0 ? [['age', String(age)]] : []),
    ] as [string, string][];
  }

  return {
    ...operations,
    async answer(request, prepared, http) {
      const ask = () => operations.answer(request, prepared, http);
      if (prepared.errors || prepared.kind === 'subscription') return ask();
      if (prepared.kind === 'query') return query(request, prepared, ask);
      return changing(ask);
    },
    run(request, prepared, transport) {
      const run = () => operations.run(request, prepared, transport);
      return prepared.errors === undefined && prepared.kind === 'mutation' ? changing(run) : run();
    },
  };

  /** Also where it fails: something may have been changed. */
  async function changing<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      await store.changed();
    }
  }
}

/** What of the client decides which of a public answer's fields it sees, or who it is where the answer is private. */
function who({ identity }: RequestContext, scope: CachePolicy['scope']): string {
  const alone = scope === 'PRIVATE' || identity.claims !== undefined;
  return JSON.stringify([alone ? identity.id : '', identity.all, [...identity.scopes].sort()]);
}

/** Nobody's private answer is nobody's to keep. */
function mayBeKept(context: RequestContext, scope: CachePolicy['scope']): boolean {
  return scope === 'PUBLIC' || !isNobody(context);
}

function isNobody({ identity }: RequestContext): boolean {
  return identity.by === 'OPEN' || identity.by === 'ANONYMOUS';
}

/** A client may ask for a fresh answer; one that asks how it is made gets one too. */
function takesKept({ headers }: RequestContext): boolean {
  return !/no-(cache|store)/i.test(String(headers['cache-control'] ?? '')) && !headers['x-kitegraph-plan'];
}

const versions = new WeakMap<GraphQLSchema, string>();

/** The same in every gateway that serves the same supergraph. */
function versionOf(schema: GraphQLSchema): string {
  const known = versions.get(schema);
  if (known) return known;
  const version = createHash('sha256').update(printSchema(schema)).digest('base64url');
  versions.set(schema, version);
  return version;
}
