import { defaultUrl } from '../config.ts';
import { Failure } from '../failure.ts';

/** A GraphQL error of the server. */
export interface GraphQLProblem {
  message: string;
  extensions?: { code?: string; argument?: string; retryAfterSeconds?: number; reasons?: string[] };
}

/** What a user of the command line does about an error that says what a client of the API does. */
const inItsWords: Record<string, string> = {
  TENANT_REQUIRED:
    'The collection is divided by tenant: say whose with --tenant <name>, or KITEGRAPH_TENANT.',
};

/** The server answered with errors. */
export class Refused extends Failure {
  readonly problems: readonly GraphQLProblem[];
  constructor(problems: readonly GraphQLProblem[]) {
    super(
      problems.map(({ message, extensions }) => inItsWords[extensions?.code ?? ''] ?? message).join('\n'),
    );
    this.problems = problems;
  }

  /** The problem with this code, where that is the only one. */
  only(code: string): GraphQLProblem | undefined {
    const [first] = this.problems;
    return this.problems.length === 1 && first?.extensions?.code === code ? first : undefined;
  }

  /** Whether the same request may well succeed later: a part of the server is away. */
  get passing(): boolean {
    return this.problems.every(({ extensions }) =>
      /^(PART_UNAVAILABLE|SUBGRAPH_.*)$/.test(extensions?.code ?? ''),
    );
  }
}

/** The server does not answer. */
export class Unreachable extends Failure {
  /** In a word or two: connection refused. */
  readonly reason: string;
  constructor(url: string, cause: unknown) {
    const local =
      url === defaultUrl ? 'start it with "npm start", or give' : 'is it running? Start it, or give';
    super(`Kitegraph does not answer at ${url} (${reason(cause)}): ${local} its address with --url.`, {
      cause,
    });
    this.reason = reason(cause);
  }
}

export function keyIsNeeded(given: boolean): Failure {
  return new Failure(
    given
      ? 'The server refuses this API key: see --api-key and KITEGRAPH_API_KEY.'
      : 'The server asks for an API key: give it with --api-key or KITEGRAPH_API_KEY.',
  );
}

export function notGraphQL(url: string, status: number): Failure {
  return new Failure(`${url} answers, but not as Kitegraph does (HTTP ${status}): is --url right?`);
}

/** What went wrong below HTTP, in a word or two. */
function reason(error: unknown): string {
  const { cause, code, message } = error as { cause?: unknown; code?: string; message?: string };
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ENOTFOUND') return 'no such host';
  if (cause) return reason(cause);
  const [first] = (error as AggregateError).errors ?? [];
  return first ? reason(first) : code || message || 'no connection';
}
