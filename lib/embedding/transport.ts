import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { PartRejected, PartUnavailable } from '../errors.ts';
import { traced, traceHeaders } from '../tracing/tracing.ts';

export const PART = 'embedding';

export interface Reply {
  body: unknown;
  headers: Record<string, string | string[] | undefined>;
}

export interface Ask {
  method: 'GET' | 'POST';
  url: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Milliseconds until the server begins to answer. */
  timeoutMs: number;
  /** How often the request is made at most, where the server is away or has too much to do. */
  tries: number;
  /** Taken for the answer where the server has no such route (404 or 405). */
  ifMissing?: unknown;
}

export interface Transport extends AsyncDisposable {
  /**
   * Sends one request and reads its JSON answer. A server that is away or busy is asked again, after 0.1 s, 0.3 s,
   * 0.9 s, or as long as it says in Retry-After.
   * @throws PartUnavailable, PartRejected (its code is the server's, or `HTTP_<status>`), or the signal's reason
   */
  ask(o: Ask): Promise<Reply>;
}

const CONNECTIONS = 8;
/** Bytes of an answer: thousands of vectors, and less than what would take this process down. */
const LARGEST_ANSWER = 128 * 1024 * 1024;
const LONGEST_PAUSE = 10_000;

/** @param part what the server is called in errors */
export function transport(apiKey: string | undefined, part = PART): Transport {
  const agent = new Agent({
    connections: CONNECTIONS,
    connect: { timeout: 3_000 },
    keepAliveTimeout: 10_000,
    maxResponseSize: LARGEST_ANSWER,
  });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };

  /** The answer, or how long to wait before asking again and what to say where it is not worth it. */
  async function once(o: Ask): Promise<Reply | { away: PartUnavailable; retryAfterMs?: number }> {
    try {
      const answer = await request(o.url, {
        dispatcher: agent,
        method: o.method,
        headers: { ...headers, ...traceHeaders() },
        body: o.body === undefined ? null : JSON.stringify(o.body),
        signal: o.signal ?? null,
        headersTimeout: o.timeoutMs,
        bodyTimeout: o.timeoutMs,
      });
      const text = await answer.body.text();
      if (answer.statusCode < 300) return { body: parsed(part, o.url, text), headers: answer.headers };
      if (o.ifMissing !== undefined && [404, 405].includes(answer.statusCode)) {
        return { body: o.ifMissing, headers: answer.headers };
      }
      const { code, message } = errorIn(text, answer.statusCode);
      if (!isPassing(answer.statusCode)) throw new PartRejected(part, code, message);
      const seconds = Number(answer.headers['retry-after']);
      const away = new PartUnavailable(part, message);
      return seconds > 0 ? { away, retryAfterMs: seconds * 1000 } : { away };
    } catch (error) {
      if (o.signal?.aborted) throw o.signal.reason;
      if (error instanceof PartRejected) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
        throw new PartRejected(part, 'TOO_LARGE', `${new URL(o.url).host} answered more than can be read`);
      const away = new PartUnavailable(part, `${new URL(o.url).host}: ${message || code}`, { cause: error });
      // It got the request and has not answered in all the time it had: asking again would only add to its load.
      if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') throw away;
      return { away };
    }
  }

  return {
    ask: (o) => traced(`${part} ${o.method} ${new URL(o.url).pathname}`, { kind: 'client' }, () => ask(o)),
    [Symbol.asyncDispose]: () => agent.close(),
  };

  async function ask(o: Ask): Promise<Reply> {
    for (let tried = 1; ; tried++) {
      const reply = await once(o);
      if (!('away' in reply)) return reply;
      if (tried >= o.tries) throw reply.away;
      const pause = reply.retryAfterMs ?? 100 * 3 ** (tried - 1) * (0.8 + 0.4 * Math.random());
      await delay(Math.min(pause, LONGEST_PAUSE), undefined, { signal: o.signal }).catch(() => {
        throw o.signal?.reason;
      });
    }
  }
}

/** Worth another try: too many requests, a server that starts, ends or stumbles. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function parsed(part: string, url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PartRejected(
      part,
      'NOT_JSON',
      `${new URL(url).host} did not answer in JSON: is it the right server?`,
      {
        cause: error,
      },
    );
  }
}

/** What the server says of an error: OpenAI's `error` object, or the `detail`, `message` or text of other servers. */
function errorIn(text: string, status: number): { code: string; message: string } {
  const fallback = { code: `HTTP_${status}`, message: `HTTP ${status} ${text.slice(0, 300)}`.trim() };
  try {
    const body = JSON.parse(text);
    const error = typeof body.error === 'object' && body.error !== null ? body.error : body;
    const message = error.message ?? error.detail ?? body.error;
    return {
      code: typeof error.code === 'string' ? error.code.toUpperCase() : fallback.code,
      message: typeof message === 'string' ? message : fallback.message,
    };
  } catch {
    return fallback;
  }
}
