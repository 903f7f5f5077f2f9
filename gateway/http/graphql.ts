import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { sendApolloResponse, toApolloRequest } from '../../lib/http.ts';
import type { RequestContext } from '../request-context.ts';

/** GraphQL over HTTP: one operation, one answer. */
export function graphqlOverHttp(apollo: ApolloServer<RequestContext>, requestBytes: number) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
  ): Promise<void> => {
    const httpGraphQLRequest = await toApolloRequest(request, requestBytes);
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: async () => context,
    });
    for (const [name, value] of context.answerHeaders) response.setHeader(name, value);
    await sendApolloResponse(response, answer);
  };
}
