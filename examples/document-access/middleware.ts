import { GraphQLError } from 'graphql';
import type { SearchMiddleware } from '../../subgraphs/query/search/middleware.ts';

/** Readers of a document that everybody may find. */
const EVERYBODY = 'everybody';
/** What is near to a document says something of it: whoever may not read it must not ask. */
const NO_EXAMPLES =
  'Search by text or vector: documents that are named in like or unlike are not checked for access.';

/**
 * A document is found by those whom its field "readers" names. Operators, who are bound to no tenant, find all; a collection
 * that does not declare the field is refused to everybody else.
 */
const access: SearchMiddleware = {
  name: 'access',
  request(input, { tenant }) {
    if (tenant === undefined) return undefined;
    if (input.like || input.unlike)
      throw new GraphQLError(NO_EXAMPLES, { extensions: { code: 'NOT_ALLOWED' } });
    const readable = { field: 'readers', in: [tenant, EVERYBODY] };
    return { ...input, filter: input.filter ? { and: [input.filter, readable] } : readable };
  },
};

export default access;
