import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { sendApolloResponse, toApolloRequest } from '../../lib/http.ts';

/** GraphQL over HTTP: one operation, one answer. */
export function graphqlOverHttp(apollo: ApolloServer, requestBytes: number) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const httpGraphQLRequest = await toApolloRequest(request, requestBytes);
    const answer = await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => ({}) });
    await sendApolloResponse(response, answer);
  };
}
