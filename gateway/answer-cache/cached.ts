import { createHash } from 'node:crypto';
import type { DocumentNode, GraphQLSchema } from 'graphql';
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
  /** The same as text, with all that decides who sees what of it. */
  supergraphSdl: () => string;
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
  const versionOf = digests();
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
    made: { version: string; generation: string },
  ): string {
    const { context, operationName = '', variables } = request;
    const parts = [
      made.version,
      made.generation,
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
    const version = versionOf(options.supergraphSdl());
    const known = scopeOf(prepared.document, name);
    const generation = known && (await store.generation());
    if (known && generation !== undefined && mayBeKept(context, known) && takesKept(context)) {
      const started = performance.now();
      const found = await store.get(keyOf(request, prepared, known, { version, generation }));
      metrics.answerCache(found ? 'hit' : 'miss');
      if (found) {
        metrics.operation('query', 'success', (performance.now() - started) / 1000);
        return given(found, known, context);
      }
    }
    const said: SaidOfCaching = { fetches: 0, policies: [] };
    context.caching = said;
    // What the gateway says of the client itself, such as RateLimit, is not kept.
    const ofClient = new Set(context.answerHeaders.keys());
    const answered = await ask();
    const { data, errors } = answered.body;
    const policy = errors || !data ? undefined : policyOf(said, prepared, operationName);
    if (!data || !policy || policy.maxAge <= 0 || context.answerHeaders.has('set-cookie')) return answered;
    const now = Date.now();
    const kept: KeptAnswer = {
      data: data as Record<string, unknown>,
      headers: [...context.answerHeaders].filter(([header]) => !ofClient.has(header)),
      made: now,
      ends: now + policy.maxAge * 1000,
      bytes: stringifyJson64(data).length,
    };
    // What only its answer shows to be worth keeping is kept from the second time on.
    scopesOf(prepared.document).set(name, policy.scope);
    if (generation !== undefined && mayBeKept(context, policy.scope))
      await store.set(keyOf(request, prepared, policy.scope, { version, generation }), kept);
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
  const known = identity.by !== 'ANONYMOUS';
  return JSON.stringify([alone ? identity.id : '', known, identity.all, [...identity.scopes].sort()]);
}

/** Nobody's private answer is nobody's to keep. */
function mayBeKept(context: RequestContext, scope: CachePolicy['scope']): boolean {
  return scope === 'PUBLIC' || !isNobody(context);
}

function isNobody({ identity }: RequestContext): boolean {
  return identity.by === 'OPEN' || identity.by === 'ANONYMOUS';
}

/** A client may ask for a fresh answer; one that asks how it is made, or what it costs, gets one too. */
function takesKept({ headers }: RequestContext): boolean {
  if (headers['x-kitegraph-plan'] || headers['x-kitegraph-cost']) return false;
  return !/no-(cache|store)/i.test(String(headers['cache-control'] ?? ''));
}

/** Digests of texts that seldom change: the same in every gateway that serves the same supergraph. */
function digests(): (text: string) => string {
  let last = { text: '', digest: '' };
  return (text) => {
    if (text !== last.text) last = { text, digest: createHash('sha256').update(text).digest('base64url') };
    return last.digest;
  };
}
