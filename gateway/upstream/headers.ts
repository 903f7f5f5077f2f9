import type { IncomingHttpHeaders } from 'node:http';
import { headersOf } from '../../lib/caller.ts';
import { GATEWAY_HEADER, type GatewayKeys } from '../../lib/gateway-token.ts';
import { REQUEST_ID_HEADER } from '../../lib/request-id.ts';
import { TRACE_HEADERS, traceHeaders } from '../../lib/tracing/tracing.ts';
import { policyOfHeader } from '../answer-cache/policy.ts';
import type { RequestContext } from '../request-context.ts';
import type { Subgraph } from './errors.ts';
import { type HeaderRule, type HeaderRules, isForAnyone } from './header-rules.ts';

type Headers = Record<string, string>;

/** What goes with each request to one subgraph. */
export interface SubgraphHeaders {
  /** What the rules and plugins say for this client. Requests that share an answer must have the same. */
  propagated(context: RequestContext): Readonly<Headers>;
  /** All that goes with a request: what the rules say, who asks, and what names and traces the request. */
  of(context: RequestContext): Headers;
  /** What goes with a connection that several clients share: what the rules insert, whoever asks. */
  connection(): Headers;
  /** Keeps of a subgraph's answer what the rules hand to the client, and how long it may be kept. */
  answered(context: RequestContext, headers: IncomingHttpHeaders): void;
}

const NONE: Readonly<Headers> = Object.freeze({});

/**
 * The headers of one subgraph by the rules for all subgraphs, and then by its own.
 * @param apiKey opens the product's own services: it is not for the user's subgraphs
 */
export function subgraphHeaders(options: {
  subgraph: Subgraph;
  apiKey?: string | undefined;
  /** What the gateway proves itself by. @default none: requests are not signed */
  keys?: GatewayKeys | undefined;
  /** @default none: nothing of a client's headers goes on */
  rules?: HeaderRules | undefined;
}): SubgraphHeaders {
  const { subgraph, apiKey, keys, rules } = options;
  const request = rulesFor(rules?.request, subgraph.name);
  const response = rulesFor(rules?.response, subgraph.name);
  const key: Headers = apiKey && subgraph.own && !keys ? { authorization: `Bearer ${apiKey}` } : {};

  function propagated({ headers, fetchHeaders }: RequestContext): Readonly<Headers> {
    const ruled = request.length === 0 ? NONE : applied(request, headers);
    return fetchHeaders ? { ...ruled, ...fetchHeaders } : ruled;
  }

  return {
    propagated,
    of(context) {
      const headers: Headers = { ...propagated(context), ...key };
      headers[REQUEST_ID_HEADER] = context.requestId;
      Object.assign(headers, traceHeaders() ?? traceOf(context));
      if (keys) headers[GATEWAY_HEADER] = keys.token(subgraph.name, context.caller);
      // What is not signed is for the product's own services alone.
      else if (subgraph.own) Object.assign(headers, headersOf(context.caller));
      return headers;
    },
    connection: () => ({
      ...applied(request, NONE),
      ...key,
      ...(keys && { [GATEWAY_HEADER]: keys.token(subgraph.name, {}) }),
    }),
    answered(context, headers) {
      const policy = policyOfHeader(headers['cache-control'], headers.age);
      if (policy) context.caching?.policies.push(policy);
      if (response.length === 0) return;
      for (const [name, value] of Object.entries(applied(response, headers))) {
        const before = context.answerHeaders.get(name);
        context.answerHeaders.set(
          name,
          before === undefined || before === value ? value : `${before}, ${value}`,
        );
      }
    },
  };
}

/** The client's trace goes on as it came, where this gateway takes none itself. */
function traceOf({ headers }: RequestContext): Headers {
  const its: Headers = {};
  for (const name of TRACE_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') its[name] = value;
  }
  return its;
}

function rulesFor(rules: HeaderRules['request'], name: string): readonly HeaderRule[] {
  return [...(rules?.all ?? []), ...(rules?.subgraphs?.[name] ?? [])];
}

/** What the rules make of `given`, one after the other: a later one sees what those before it have left. */
function applied(rules: readonly HeaderRule[], given: Readonly<Record<string, unknown>>): Headers {
  const headers: Headers = {};
  for (const rule of rules) {
    if ('insert' in rule) headers[rule.insert] = rule.value;
    else if ('remove' in rule) delete headers[rule.remove];
    else if ('removeMatching' in rule) {
      for (const name of Object.keys(headers)) if (rule.removeMatching.test(name)) delete headers[name];
    } else if ('propagate' in rule) {
      const value = textOf(given[rule.propagate]) ?? rule.default;
      if (value !== undefined) headers[rule.as ?? rule.propagate] = value;
    } else {
      for (const [name, value] of Object.entries(given)) {
        if (!rule.propagateMatching.test(name) || !isForAnyone(name, given)) continue;
        const text = textOf(value);
        if (text !== undefined) headers[name] = text;
      }
    }
  }
  return headers;
}

/** A header's value; undefined for what a header cannot be, such as an object in a WebSocket's connectionParams. */
function textOf(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(text) ? text : undefined;
}
