/** One step in making headers out of those that came. Names are in lower case. */
export type HeaderRule =
  /** Hands a header on, under the name `as` where given; `default` where it did not come. */
  | { propagate: string; as?: string | undefined; default?: string | undefined }
  /** Hands on each header whose name matches, save credentials and what belongs to one connection. */
  | { propagateMatching: RegExp }
  | { insert: string; value: string }
  | { remove: string }
  | { removeMatching: RegExp };

/** Rules by direction: for every subgraph, and then for one by its name. */
export interface HeaderRules {
  /** From the client to subgraphs. */
  request?: RulesBySubgraph | undefined;
  /** From subgraphs to the client. Values of several subgraphs are joined by commas. */
  response?: RulesBySubgraph | undefined;
}

interface RulesBySubgraph {
  all?: readonly HeaderRule[] | undefined;
  subgraphs?: Readonly<Record<string, readonly HeaderRule[]>> | undefined;
}

/** What belongs to one connection or to its body, and is never handed on. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What the gateway itself says to a subgraph or to a client. */
const OF_THE_GATEWAY =
  /^(x-kitegraph-.*|x-request-id|traceparent|tracestate|baggage|accept|accept-encoding|vary)$/;
/** What opens something: only a rule that names it hands it on. */
const CREDENTIALS =
  /^(authorization|cookie|set-cookie|proxy-auth.*|www-authenticate|x-api-key|.*(token|secret|password|api-?key|session|signature|credential).*)$/;

/** What browsers and caches go by, which is for the gateway to say of its answers: only a rule that names it hands it on. */
const OF_ANSWERS =
  /^(access-control-.*|cross-origin-.*|content-security-policy.*|strict-transport-security|referrer-policy|x-frame-options|x-content-type-options|cache-control|age|etag|expires|last-modified|pragma|location|retry-after|ratelimit.*)$/;

/** Whether a rule may name this header. */
export function mayBeNamed(name: string): boolean {
  return !OF_THE_CONNECTION.has(name) && !OF_THE_GATEWAY.test(name);
}

/** Whether a pattern may hand this header on: no credential, nothing that browsers or caches go by, and nothing that `connection` says is for this hop. */
export function isForAnyone(name: string, given: Readonly<Record<string, unknown>>): boolean {
  if (
    !mayBeNamed(name) ||
    CREDENTIALS.test(name) ||
    OF_ANSWERS.test(name) ||
    /^(sec-|origin$|referer$|user-agent$)/.test(name)
  )
    return false;
  const { connection } = given;
  return (
    typeof connection !== 'string' ||
    !connection
      .toLowerCase()
      .split(',')
      .some((one) => one.trim() === name)
  );
}
