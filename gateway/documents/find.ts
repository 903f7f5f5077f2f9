import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { RedisConnection } from '../../lib/cache/redis.ts';
import { type Cache, cache } from '../../lib/cache/tiers.ts';
import { gatewayError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import type { DocumentsSection } from './settings.ts';
import type { TrustedDocuments } from './trusted.ts';

/** Longer documents are sent whole each time. */
const LONGEST_PERSISTED = 100_000;
const PERSISTED_BYTES = 16 * 1024 * 1024;
const PERSISTED_MS = 24 * 3_600_000;

/** How a client names a document: by its text, by an id, or by both to have it remembered. */
export interface DocumentRequest {
  context: RequestContext;
  query?: string | undefined;
  /** An id of a trusted document: `documentId`, `id` or `doc_id` of the request. */
  documentId?: string | undefined;
  extensions?: Record<string, unknown> | undefined;
}

export type FoundDocument =
  | { query: string; remember?: () => void; errors?: undefined }
  | { errors: readonly GraphQLError[] };

/** @param mayAll whether who asks may send any document in spite of an allow-list */
export function documentFinder(options: {
  section: DocumentsSection | undefined;
  trusted: TrustedDocuments | undefined;
  redis: RedisConnection | undefined;
  log: Logger;
}): (request: DocumentRequest) => Promise<FoundDocument> {
  const { section = {}, trusted, log } = options;
  const mode = trusted ? (section.mode ?? 'only') : 'off';
  const persisted =
    mode !== 'only' && section.persisted !== false ? persistedQueries(options.redis) : undefined;
  const logged = new LRUCache<string, true>({ max: 10_000 });

  function judge(query: string, { context }: DocumentRequest): FoundDocument {
    if (mode === 'off' || trusted?.has(query)) return { query };
    if (mode === 'only' && !(section.exempt === 'operators' && context.identity.by === 'OPERATOR'))
      return refused(gatewayError.documentNotTrusted());
    const hash = sha256(query);
    if (!logged.has(hash)) log.warn({ hash, document: query.slice(0, 200) }, 'a document is not trusted');
    logged.set(hash, true);
    return { query };
  }

  return async (request) => {
    const { query, documentId, extensions } = request;
    const hash = hashIn(extensions);
    const known = trusted?.byId(documentId ?? hash ?? '');
    if (known !== undefined && (query === undefined || query === known)) return { query: known };
    if (documentId !== undefined && query === undefined)
      return refused(gatewayError.documentNotFound(documentId));
    if (hash === undefined) {
      return query === undefined ? refused(gatewayError.documentMissing()) : judge(query, request);
    }
    if (query === undefined) {
      if (!persisted) return refused(mode === 'only' ? gatewayError.documentNotTrusted() : notSupported());
      const found = await persisted.get(hash);
      return found ? judge(found.value, request) : refused(notFound());
    }
    if (sha256(query) !== hash) return refused(gatewayError.documentHashWrong());
    const judged = judge(query, request);
    if (judged.errors || !persisted || query.length > LONGEST_PERSISTED) return judged;
    return { ...judged, remember: () => void persisted.set(hash, query) };
  };
}

function persistedQueries(redis: RedisConnection | undefined): Cache<string> {
  return cache<string>({
    namespace: 'persisted-query',
    ttlMs: PERSISTED_MS,
    entries: 20_000,
    bytes: PERSISTED_BYTES,
    sizeOf: (query) => query.length * 2,
    ...(redis && { redis }),
  });
}

/** The hash of Apollo's protocol, in lower case. */
function hashIn(extensions: Record<string, unknown> | undefined): string | undefined {
  const { sha256Hash } = (extensions?.persistedQuery ?? {}) as { sha256Hash?: unknown };
  return typeof sha256Hash === 'string' ? sha256Hash.toLowerCase() : undefined;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function refused(error: GraphQLError): FoundDocument {
  return { errors: [error] };
}

/** Clients of Apollo's protocol look for these two, message and code. */
function notFound(): GraphQLError {
  return new GraphQLError('PersistedQueryNotFound', {
    extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', http: { status: 200 } },
  });
}

function notSupported(): GraphQLError {
  return new GraphQLError('PersistedQueryNotSupported', {
    extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', http: { status: 200 } },
  });
}
