import { keyMatches, keyOf } from './api-key.ts';
import { type Caller, callerOf } from './caller.ts';
import { GATEWAY_HEADER, gatewayKeys, SERVICES } from './gateway-token.ts';
import { isLoopback } from './setting-kinds.ts';

type Headers = Readonly<Record<string, unknown>>;

/** Whom a subgraph answers: the gateway, by its signature, or whoever has the API key where there is no secret to sign by. */
export interface Admission {
  /** Who asks; undefined: not by way of the gateway. @throws BAD_USER_INPUT for a tenant or a scope that is none */
  caller(headers: Headers): Caller | undefined;
  /** Whether a WebSocket may be opened with these parameters. */
  connection(parameters: Headers): boolean;
  /** Whether this is another service of the deployment, or an operator. */
  service(headers: Headers): boolean;
  /** What is told to others. */
  refusal: { message: string; extensions: { code: string } };
}

/** @throws Error where others could reach the subgraph and nothing tells them from the gateway */
export function admission(options: {
  name: string;
  host: string;
  apiKey?: string | undefined;
  gatewaySecrets?: readonly string[] | undefined;
}): Admission {
  const { name, host, apiKey, gatewaySecrets: secrets } = options;
  if (!secrets?.length) {
    if (!isLoopback(host)) {
      throw new Error(
        `The ${name} service does not listen on ${host}, which others can reach, without a secret by which the gateway proves itself: set KITEGRAPH_GATEWAY_SECRET to the same 32 or more random characters here and at the gateway.`,
      );
    }
    const opens = (headers: Headers) => keyMatches(apiKey, keyOf(headers));
    return {
      caller: (headers) => (opens(headers) ? callerOf(headers) : undefined),
      connection: opens,
      service: opens,
      refusal: { message: 'An API key is needed.', extensions: { code: 'UNAUTHENTICATED' } },
    };
  }
  const keys = gatewayKeys(secrets);
  return {
    caller: (headers) => keys.caller(headers[GATEWAY_HEADER], name),
    connection: (parameters) => keys.caller(parameters[GATEWAY_HEADER], name) !== undefined,
    service: (headers) =>
      keys.caller(headers[GATEWAY_HEADER], SERVICES) !== undefined ||
      (apiKey !== undefined && keyMatches(apiKey, keyOf(headers))),
    refusal: {
      message: `The subgraph "${name}" answers the gateway alone, which signs its requests by KITEGRAPH_GATEWAY_SECRET: is it the same here and there, and are the clocks right?`,
      extensions: { code: 'NOT_THE_GATEWAY' },
    },
  };
}
