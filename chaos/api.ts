import { setTimeout as delay } from 'node:timers/promises';

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
export type Data = any;

interface Answer {
  data?: Data;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Errors after which the same request may succeed. */
const PASSING = /^(SUBGRAPH_|PART_UNAVAILABLE|INTERNAL_SERVER_ERROR|BACKPRESSURE)/;
const AGAIN_MS = 150;
const GIVE_UP_MS = 120_000;

export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Asks the gateway, as often as it takes: what is away comes back. @throws Refused; Error after two minutes */
export function persistentClient(url: () => string) {
  return async (query: string, variables: object = {}): Promise<Data> => {
    let last = 'no answer';
    for (const end = Date.now() + GIVE_UP_MS; Date.now() < end; await delay(AGAIN_MS)) {
      const answer = await ask(url(), query, variables);
      if (answer.data && !answer.errors) return answer.data;
      const [error] = answer.errors ?? [];
      const code = error?.extensions?.code ?? 'SUBGRAPH_UNAVAILABLE';
      last = `${code}: ${error?.message}`;
      if (!PASSING.test(code)) throw new Refused(code, last);
    }
    throw new Error(`nothing came of it in two minutes: ${last}`);
  };
}

async function ask(url: string, query: string, variables: object): Promise<Answer> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    return (await response.json()) as Answer;
  } catch (error) {
    return { errors: [{ message: String(error), extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] };
  }
}

export type Ask = ReturnType<typeof persistentClient>;
