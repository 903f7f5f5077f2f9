import { SearchDocument, type SearchInput, type TypedDocumentString } from './generated/operations.ts';

const url = process.env.KITEGRAPH_URL ?? 'http://127.0.0.1:4000/graphql';
const key = process.env.KITEGRAPH_API_KEY;

/** Sends one operation; what goes in and what comes out has the types of the operation. */
async function request<Result, Variables>(
  operation: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ query: operation.toString(), variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

/** The three best hits. */
export async function search(input: SearchInput) {
  const answer = await request(SearchDocument, { input });
  return answer.search?.edges ?? [];
}
