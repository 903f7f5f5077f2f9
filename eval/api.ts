import { setTimeout as delay } from 'node:timers/promises';

/** The public GraphQL API of a running Kitegraph, as far as measuring needs it. */
export interface Api {
  /** @throws Error with the first error of the answer */
  ask<T>(query: string, variables: object): Promise<T>;
}

const TRIES = 5;

/** @param url the gateway's address, without the path */
export function apiOf(url: string, key?: string): Api {
  const headers = {
    'content-type': 'application/json',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  };
  return {
    async ask<T>(query: string, variables: object) {
      for (let tried = 1; ; tried++) {
        const body = JSON.stringify({ query, variables });
        const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
        const answer = (await response.json()) as {
          data: T;
          errors?: { message: string; extensions: object }[];
        };
        const [error] = answer.errors ?? [];
        if (!error) return answer.data;
        const passing = /UNAVAILABLE|TIMEOUT/.test(JSON.stringify(error.extensions));
        if (!passing || tried === TRIES) throw new Error(error.message);
        await delay(1_000 * tried);
      }
    },
  };
}
