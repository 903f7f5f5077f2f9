import { TENANT_HEADER } from '../../lib/caller.ts';
import { parseJson64, stringifyJson64 } from '../../lib/json64.ts';
import type { Connection } from '../config.ts';
import type { TypedDocumentString } from '../generated/operations.ts';
import { type GraphQLProblem, keyIsNeeded, notGraphQL, Refused, Unreachable } from './errors.ts';

interface Answer<T> {
  data?: T | null;
  errors?: GraphQLProblem[];
}

/** The public GraphQL API of a server, over HTTP. */
export interface Api {
  readonly connection: Connection;
  /** The data of the answer. @throws Refused where it has errors, Unreachable, Failure */
  request<T, V>(operation: TypedDocumentString<T, V>, variables: V): Promise<T>;
  /** The same API, with what it asks bound to this tenant. */
  of(tenant: string): Api;
  /** The answer as it is: what could be had, and the errors about the rest. @throws as `request`, where there is no data */
  requestPartly<T, V>(
    operation: TypedDocumentString<T, V>,
    variables: V,
  ): Promise<{ data: T; problems: GraphQLProblem[] }>;
}

export function api(connection: Connection): Api {
  const { url, apiKey, tenant } = connection;

  async function requestPartly<T, V>(operation: TypedDocumentString<T, V>, variables: V) {
    const { data, errors = [] } = await post<T>(stringifyJson64({ query: String(operation), variables }));
    if (errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) throw keyIsNeeded(!!apiKey);
    if (data === undefined || data === null) throw new Refused(errors);
    return { data, problems: errors };
  }

  async function post<T>(body: string): Promise<Answer<T>> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
          ...(tenant !== undefined && { [TENANT_HEADER]: tenant }),
        },
        body,
      });
      text = await response.text();
    } catch (error) {
      throw new Unreachable(url, error);
    }
    if (response.status === 401) throw keyIsNeeded(!!apiKey);
    const answer = parsed(text) as Answer<T> | undefined;
    if (typeof answer !== 'object' || !(answer.data || answer.errors)) throw notGraphQL(url, response.status);
    return answer;
  }

  return {
    connection,
    of: (other) => api({ ...connection, tenant: other }),
    requestPartly,
    async request(operation, variables) {
      const { data, problems } = await requestPartly(operation, variables);
      if (problems.length > 0) throw new Refused(problems);
      return data;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return parseJson64(text) ?? undefined;
  } catch {
    return undefined;
  }
}
