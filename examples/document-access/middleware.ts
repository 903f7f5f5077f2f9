import type { SearchMiddleware } from '../../subgraphs/query/search/middleware.ts';

/** Readers of a document that everybody may find. */
const EVERYBODY = 'everybody';

/**
 * A document is found by those whom its field "readers" names. Operators, who are bound to no tenant, find all; a collection
 * that does not declare the field is refused to everybody else.
 */
const access: SearchMiddleware = {
  name: 'access',
  request(input, { tenant }) {
    if (tenant === undefined) return undefined;
    const readable = { field: 'readers', in: [tenant, EVERYBODY] };
    return { ...input, filter: input.filter ? { and: [input.filter, readable] } : readable };
  },
};

export default access;
