import { HttpError } from '../../lib/http.ts';
import type { RequestContext } from '../request-context.ts';
import type { OperationRequest } from '../subscriptions/documents.ts';

/** The parameters of GraphQL over any transport. @throws HttpError 400 that says which one is wrong */
export function asOperationRequest(parameters: unknown, context: RequestContext): OperationRequest {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw new HttpError(400, 'Send one operation: an object with "query", "variables" and "operationName".');
  }
  const { query, variables, operationName } = parameters as Record<string, unknown>;
  if (typeof query !== 'string' || query === '')
    throw new HttpError(400, '"query" must be a GraphQL document.');
  if (!isAbsent(variables) && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw new HttpError(400, '"variables" must be an object.');
  }
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    throw new HttpError(400, '"operationName" must be a text.');
  }
  return {
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
    context,
    ...(operationName ? { operationName: operationName as string } : {}),
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
