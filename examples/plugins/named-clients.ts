import { GraphQLError } from 'graphql';
import { definePlugin } from 'kitegraph/plugin';

/** Before validation: only clients that say who they are get an answer. */
export default definePlugin({
  name: 'named-clients',
  beforeValidation(_operation, { headers }) {
    if (headers['apollographql-client-name']) return undefined;
    throw new GraphQLError('Send the name of your client as "apollographql-client-name".', {
      extensions: { code: 'CLIENT_UNNAMED' },
    });
  },
});
