import type { IncomingHttpHeaders } from 'node:http';
import type { Instance } from './instances/instance.ts';
import type { Attempt } from './traffic-metrics.ts';

/** An HTTP answer. */
export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Why there is none, or none that is of use. */
export interface Fault {
  /**
   * unreachable: the request was never sent. lost: the connection broke after that. unavailable: a 502, 503 or 504. late:
   * no answer in time. abandoned: the client has gone.
   */
  why: Exclude<Attempt, 'answered'>;
  cause: unknown;
  /** What came, where it was a 502, 503 or 504. */
  received?: Received;
}

/** Tells that nobody waits for an answer any more; `late` where the time is up, else the client has gone. */
export class Ended extends Error {
  readonly late: boolean;
  constructor(late: boolean) {
    super(late ? 'the time is up' : 'the client has gone');
    this.late = late;
  }
}

/** Before a request can have left: no connection, or one that was closed to new requests. */
const NEVER_SENT =
  /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|UND_ERR_CLOSED|UND_ERR_DESTROYED|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/** One request to one instance. Never rejects. */
export async function exchange(
  { pool, path }: Instance,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Received | Fault> {
  try {
    const response = await pool.request({
      path,
      method: 'POST',
      headers,
      body,
      signal,
      // The signal is the clock.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const received = {
      status: response.statusCode,
      headers: response.headers,
      text: await response.body.text(),
    };
    const unavailable = received.status >= 502 && received.status <= 504;
    return unavailable ? { why: 'unavailable', cause: undefined, received } : received;
  } catch (error) {
    return { why: faultOf(error, signal), cause: error };
  }
}

function faultOf(error: unknown, signal: AbortSignal): Fault['why'] {
  if (signal.aborted) return signal.reason instanceof Ended && !signal.reason.late ? 'abandoned' : 'late';
  const { code, errors } = error as NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] };
  // A name with several addresses, none of which could be connected to, gives all of their errors.
  const codes = errors?.length ? errors.map((one) => String(one.code)) : [String(code)];
  return codes.every((one) => NEVER_SENT.test(one)) ? 'unreachable' : 'lost';
}
