import { GraphQLError } from 'graphql';

/** A remote (Milvus, PostgreSQL, Redis, the embedding service) cannot be reached now. Worth trying again. */
export class PartUnavailable extends Error {
  readonly part: string;
  constructor(part: string, detail: string, options?: ErrorOptions) {
    super(`${part} is not available: ${detail}`, options);
    this.name = 'PartUnavailable';
    this.part = part;
  }
}

/** A remote understood the request and refused it. Trying again gives the same answer. */
export class PartRejected extends Error {
  readonly part: string;
  readonly code: string;
  constructor(part: string, code: string, detail: string, options?: ErrorOptions) {
    super(`${part} refused: ${detail}`, options);
    this.name = 'PartRejected';
    this.part = part;
    this.code = code;
  }
}

type Extensions = Record<string, unknown>;

function failure(code: string, message: string, extensions: Extensions = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

/** Whether an error is one of those below: made for a client's eyes. */
export function isUserError(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && typeof error.extensions.code === 'string';
}

/**
 * Every error that a client can see, with its `extensions.code`. `argument` is the place in the input, such as
 * `input.documents[3].metadata.year`. Anything that is not made here is masked and logged with an id.
 */
export const userError = {
  badInput: (argument: string, message: string) =>
    failure('BAD_USER_INPUT', `${argument}: ${message}`, { argument }),
  limitExceeded: (argument: string, message: string, setting: string) =>
    failure('LIMIT_EXCEEDED', `${argument}: ${message} The limit is the setting ${setting}.`, {
      argument,
      setting,
    }),
  unknownField: (argument: string, field: string, known: string[], collection = '') =>
    failure(
      'UNKNOWN_FIELD',
      `${argument}: the collection ${collection && `"${collection}" `}declares no field "${field}". ${known.length ? `Fields that exist: ${known.join(', ')}.` : 'It declares no fields.'}`,
      { argument, field, known },
    ),
  collectionNotFound: (argument: string, name: string, known: string[]) =>
    failure(
      'COLLECTION_NOT_FOUND',
      `${argument}: there is no collection "${name}". ${known.length ? `Collections that exist: ${known.slice(0, 20).join(', ')}.` : 'Create one with createCollection first.'}`,
      { argument },
    ),
  collectionExists: (argument: string, name: string) =>
    failure(
      'COLLECTION_EXISTS',
      `${argument}: the collection "${name}" exists already. Choose another name, or delete it with deleteCollection.`,
      { argument },
    ),
  documentNotFound: (argument: string, documentId: string, collection: string) =>
    failure(
      'DOCUMENT_NOT_FOUND',
      `${argument}: the collection "${collection}" has no document "${documentId}". Add it with addDocuments, or leave it out.`,
      { argument, documentId },
    ),
  documentExists: (argument: string, documentId: string) =>
    failure(
      'DOCUMENT_EXISTS',
      `${argument}: there is a document "${documentId}" already. Leave it out, or say onConflict: REPLACE or SKIP.`,
      { argument, documentId },
    ),
  revisionConflict: (argument: string, documentId: string, found: number, wanted: number) =>
    failure(
      'REVISION_CONFLICT',
      `${argument}: the document "${documentId}" ${found === 0 ? 'is not there' : `is at revision ${found}`}, not ${wanted === 0 ? 'missing' : `at ${wanted}`}. Read it again, and decide anew.`,
      { argument, documentId, revision: found },
    ),
  idempotencyKeyReused: (argument: string) =>
    failure(
      'IDEMPOTENCY_KEY_REUSED',
      `${argument}: another request was accepted under this key. Give each request a key of its own.`,
      { argument },
    ),
  backpressure: (pending: number, limit: number, retryAfterSeconds: number) =>
    failure(
      'BACKPRESSURE',
      `${pending} documents wait to be indexed, and ${limit} may. Try again in ${retryAfterSeconds} seconds.`,
      { pending, limit, retryAfterSeconds },
    ),
  partitionNotFound: (argument: string, name: string, known: string[]) =>
    failure(
      'PARTITION_NOT_FOUND',
      `${argument}: there is no partition "${name}". ${known.length ? `Partitions that exist: ${known.slice(0, 20).join(', ')}.` : 'Make one with createPartition first.'}`,
      { argument },
    ),
  modelNotFound: (argument: string, name: string, known: string[]) =>
    failure(
      'MODEL_NOT_FOUND',
      `${argument}: there is no embedding model "${name}". ${known.length ? `Models that exist: ${known.join(', ')}.` : 'The embedding service has not answered yet.'}`,
      { argument },
    ),
  modelInUse: (argument: string, name: string, collections: string[]) =>
    failure(
      'MODEL_IN_USE',
      `${argument}: the model "${name}" is used by ${collections.slice(0, 20).join(', ')}. Move them to another model with updateCollection(model, rebuild: true), or delete them; what a rebuild has replaced is kept for a while.`,
      { argument, collections },
    ),
  rebuildNeeded: (reasons: string[]) =>
    failure(
      'REBUILD_NEEDED',
      `The index must be built anew for this: ${reasons.join('; ')}. Say rebuild: true to have that done beside the one that serves.`,
      { reasons },
    ),
  rebuildRunning: (argument: string, jobId: string) =>
    failure(
      'REBUILD_RUNNING',
      `${argument}: its index is being built anew already, by the job ${jobId}. Wait for it, or cancel it.`,
      { argument, jobId },
    ),
  jobState: (argument: string, id: string, status: string, wanted: string) =>
    failure('JOB_STATE', `${argument}: the job ${id} is ${status}; ${wanted}.`, { argument, status }),
  tenantRequired: (collection: string) =>
    failure(
      'TENANT_REQUIRED',
      `The collection "${collection}" is divided by tenant: say for which one you ask, by the header "x-kitegraph-tenant" (for WebSocket: connectionParams.tenant).`,
    ),
  tenantNotAllowed: (collection?: string) =>
    failure(
      'TENANT_NOT_ALLOWED',
      collection === undefined
        ? 'A request that is bound to a tenant cannot do this.'
        : `A request that is bound to a tenant cannot change the collection "${collection}", which is not divided by tenant.`,
    ),
  collectionsNotAllowed: () =>
    failure(
      'COLLECTIONS_NOT_ALLOWED',
      'A request that is limited to some collections cannot do what concerns all of them.',
    ),
  scopesNotAllowed: () =>
    failure(
      'SCOPES_NOT_ALLOWED',
      'A request that is limited to scopes reads collections and documents, and cannot do this.',
    ),
  jobNotFound: (argument: string, id: string) =>
    failure('JOB_NOT_FOUND', `${argument}: there is no indexing job "${id}".`, { argument }),
  ruleNotFound: (argument: string, id: string) =>
    failure('ALERT_RULE_NOT_FOUND', `${argument}: there is no alert rule "${id}".`, { argument }),
  conflict: (code: string, argument: string, message: string) =>
    failure(code, `${argument}: ${message}`, { argument }),
  cursorExpired: (argument: string) =>
    failure(
      'CURSOR_EXPIRED',
      `${argument}: the result list that this cursor points into is no longer kept. Run the search again without "after".`,
      { argument },
    ),
  badCursor: (
    argument: string,
    problem = `not a cursor of this list. Pass an edge's "cursor" as it was given.`,
  ) =>
    failure('BAD_CURSOR', `${argument}: ${problem}`, {
      argument,
    }),
  sequenceGone: (argument: string, oldest: number) =>
    failure(
      'SEQUENCE_GONE',
      `${argument}: events before sequence ${oldest} are no longer kept. Subscribe again without "after": the current state comes first.`,
      { argument, oldest },
    ),
  notSupported: (capability: string, needs: string, found: string) =>
    failure('NOT_SUPPORTED', `${capability} needs ${needs}; this server is ${found}.`, {
      capability,
      needs,
      found,
    }),
  positionNotReached: (argument: string, waitedMs: number) =>
    failure(
      'POSITION_NOT_REACHED',
      `${argument}: not indexed up to this position after ${waitedMs} ms. Search without "atLeast" for what is indexed, or try again.`,
      { argument, waitedMs },
    ),
  unauthenticated: () =>
    failure(
      'UNAUTHENTICATED',
      'An API key is needed: send it as "Authorization: Bearer <key>" (for WebSocket: connectionParams.authorization).',
      { http: { status: 401 } },
    ),
  refused: (part: string, reason: string, message: string) =>
    failure('PART_REFUSED', message, { part, reason }),
  unavailable: (part: string, detail: string) =>
    failure(
      'PART_UNAVAILABLE',
      `${part} is not available: ${detail}. It is tried again by itself; see /health.`,
      {
        part,
      },
    ),
};
