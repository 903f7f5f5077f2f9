import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { Caller } from '../../lib/caller.ts';
import { sendApolloResponse, toApolloRequest } from '../../lib/http.ts';

/** GraphQL over HTTP: one operation, one answer. */
export function graphqlOverHttp(apollo: ApolloServer<Caller>, requestBytes: number) {
  return async (request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> => {
    const httpGraphQLRequest = await toApolloRequest(request, requestBytes);
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: async () => caller,
    });
    await sendApolloResponse(response, answer);
  };
}
