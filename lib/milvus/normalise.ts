import { PartRejected, PartUnavailable } from '../errors.ts';

/** The name that errors and health give this part. */
export const PART = 'Milvus';

/** Codes of a PartRejected that this module's own code acts on. Any other is the server's number. */
export const NOT_FOUND = 'COLLECTION_NOT_FOUND';
export const NOT_LOADED = 'COLLECTION_NOT_LOADED';
export const NOT_IMPLEMENTED = 'NOT_IMPLEMENTED';
export const UNAUTHENTICATED = 'UNAUTHENTICATED';

interface Status {
  error_code?: string | number;
  code?: number;
  reason?: string;
  detail?: string;
  retriable?: boolean;
}

/** gRPC status codes after which the same call may succeed: cancelled, deadline, exhausted, aborted, unavailable. */
const GRPC_AGAIN = new Set([1, 4, 8, 10, 14]);
const GRPC_INTERNAL = 13;
/**
 * Milvus's own codes that pass: not ready, unavailable, memory and request limits, rate limit, time tick delay, not
 * fully loaded, replica or channel not available, node not found, offline or lacking.
 */
const MILVUS_AGAIN = new Set([2, 3, 4, 8, 11, 103, 400, 401, 503, 901, 902, 903]);
/** The same in words: older servers give such states the code for "unexpected" (1 or 65535). */
const WORDS_AGAIN =
  /not ready|not healthy|service unavailable|rate limit|no available|node (offline|not found|not match)|not fully loaded|belongs to partition|shard leader|deadline exceeded|context (done|canceled)|connection (reset|refused)|is closing|incomplete query result|no space left|quota exhausted|deny to write/i;
const SOCKET_AGAIN = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|RST_STREAM/;

/**
 * Returns a response that says that it succeeded and throws otherwise. A response without a status is not a success:
 * the SDK turns "not implemented" into an empty object.
 */
export function succeeded<T>(operation: string, response: T): T {
  const status = statusOf(response);
  if (!status)
    throw new PartRejected(PART, NOT_IMPLEMENTED, `${operation} is not implemented by this server`);
  if (isSuccess(status)) return response;
  throw fromStatus(operation, status);
}

/** Any error of the SDK as one of ours. Those that are ours already, and GraphQL's, pass unchanged. */
export function normalise(operation: string, error: unknown): Error {
  if (error instanceof PartUnavailable || error instanceof PartRejected) return error;
  const status = statusOf(error);
  if (status && !isSuccess(status)) return fromStatus(operation, status);
  if (!(error instanceof Error)) {
    return new PartRejected(PART, 'UNKNOWN', `${operation}: ${JSON.stringify(error)?.slice(0, 500)}`);
  }
  const code = (error as { code?: unknown }).code;
  const detail = (error as { details?: unknown }).details;
  const said = typeof detail === 'string' && detail ? detail : error.message;
  // What the driver says where it has no connection tells nobody anything.
  const reason = `${operation}: ${/^No connection established/.test(said) ? 'no connection' : said}`;
  const options = { cause: error };
  if (typeof code === 'number') {
    const passes = GRPC_AGAIN.has(code) || (code === GRPC_INTERNAL && SOCKET_AGAIN.test(reason));
    if (passes) return new PartUnavailable(PART, reason, options);
    if (code === 12) return new PartRejected(PART, NOT_IMPLEMENTED, reason, options);
    if (code === 7 || code === 16) return new PartRejected(PART, UNAUTHENTICATED, reason, options);
    return new PartRejected(PART, `GRPC_${code}`, reason, options);
  }
  if (SOCKET_AGAIN.test(`${code} ${error.message}`)) return new PartUnavailable(PART, reason, options);
  return error;
}

/** The status is the response itself, or its `status`; the SDK also throws either, as a plain object. */
function statusOf(value: unknown): Status | undefined {
  if (value === null || typeof value !== 'object' || value instanceof Error) return undefined;
  const inner = (value as { status?: unknown }).status;
  const status = (inner && typeof inner === 'object' ? inner : value) as Status;
  return status.error_code === undefined && status.code === undefined ? undefined : status;
}

/** `error_code` is the old field (a name, or a number that the SDK has no name for), `code` the one since 2.3. */
function isSuccess({ error_code, code }: Status): boolean {
  const old = error_code === undefined || error_code === 'Success' || Number(error_code) === 0;
  return old && !code;
}

function fromStatus(operation: string, status: Status): Error {
  const reason = `${operation}: ${status.reason || status.detail || status.error_code || status.code}`;
  const { code } = status;
  if (code === 100 || status.error_code === 'CollectionNotExists') {
    return new PartRejected(PART, NOT_FOUND, reason);
  }
  if (code === 101 || /collection not loaded|call load\(\)/i.test(reason)) {
    return new PartRejected(PART, NOT_LOADED, reason);
  }
  // The words of a refused expression are the user's.
  const inWords = WORDS_AGAIN.test(reason) && !/expression|plan/i.test(reason);
  if (status.retriable || (code && MILVUS_AGAIN.has(code)) || inWords) {
    return new PartUnavailable(PART, reason);
  }
  return new PartRejected(PART, String(code || status.error_code), reason);
}
