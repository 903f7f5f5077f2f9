import { Failure } from './failure.ts';

/** Where the server is, the key that it asks for, and whose documents are meant. */
export interface Connection {
  /** The GraphQL endpoint: http://127.0.0.1:4000/graphql */
  url: string;
  apiKey?: string | undefined;
  /** In collections that are divided by tenant. */
  tenant?: string | undefined;
}

export const defaultUrl = 'http://127.0.0.1:4000/graphql';

/** Flags win over KITEGRAPH_URL, KITEGRAPH_API_KEY and KITEGRAPH_TENANT. @throws Failure for what is no HTTP address */
export function readConnection(
  flags: { url?: string; apiKey?: string; tenant?: string },
  env: Record<string, string | undefined> = process.env,
): Connection {
  const given = flags.url ?? (env.KITEGRAPH_URL || defaultUrl);
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Failure(`${JSON.stringify(given)} is no address of a server: give one such as ${defaultUrl}.`);
  }
  if (url.pathname === '/') url.pathname = '/graphql';
  return {
    url: url.href,
    apiKey: flags.apiKey ?? (env.KITEGRAPH_API_KEY || undefined),
    tenant: flags.tenant ?? (env.KITEGRAPH_TENANT || undefined),
  };
}
