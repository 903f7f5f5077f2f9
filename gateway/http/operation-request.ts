import { HttpError } from '../../lib/http.ts';
import type { OperationRequest } from '../documents/read.ts';
import type { RequestContext } from '../request-context.ts';

/** The parameters of GraphQL over any transport. @throws HttpError 400 that says which one is wrong */
export function asOperationRequest(parameters: unknown, context: RequestContext): OperationRequest {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw new HttpError(400, 'Send one operation: an object with "query", "variables" and "operationName".');
  }
  const { query, variables, operationName, extensions } = parameters as Record<string, unknown>;
  if (typeof query !== 'string' || query === '')
    throw new HttpError(400, '"query" must be a GraphQL document.');
  for (const [name, value] of Object.entries({ variables, extensions })) {
    if (!isAbsent(value) && (typeof value !== 'object' || Array.isArray(value)))
      throw new HttpError(400, `"${name}" must be an object.`);
  }
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    throw new HttpError(400, '"operationName" must be a text.');
  }
  return {
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
    context,
    ...(operationName ? { operationName: operationName as string } : {}),
    ...(extensions ? { extensions: extensions as Record<string, unknown> } : {}),
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
