import { HttpError } from '../../lib/http.ts';
import type { OperationRequest } from '../documents/read.ts';
import type { Limits } from '../limits.ts';
import type { RequestContext } from '../request-context.ts';

/** The parameters of GraphQL over any transport. @throws HttpError 400 that says which one is wrong */
export function asOperationRequest(
  parameters: unknown,
  context: RequestContext,
  limits: Pick<Limits, 'variableDepth'>,
): OperationRequest {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw new HttpError(400, 'Send one operation: an object with "query", "variables" and "operationName".');
  }
  const given = parameters as Record<string, unknown>;
  const { variables, operationName, extensions } = given;
  const documentId = [given.documentId, given.id, given.doc_id].find((id) => typeof id === 'string');
  const named = documentId !== undefined || !isAbsent(extensions);
  // A client of WebSockets has to send a text even where the document is named otherwise.
  const query = named && given.query === '' ? undefined : given.query;
  if (!(named && isAbsent(query)) && (typeof query !== 'string' || query === '')) {
    throw new HttpError(400, '"query" must be a GraphQL document.');
  }
  for (const [name, value] of Object.entries({ variables, extensions })) {
    if (!isAbsent(value) && (typeof value !== 'object' || Array.isArray(value)))
      throw new HttpError(400, `"${name}" must be an object.`);
  }
  if (deeperThan(limits.variableDepth, variables)) {
    throw new HttpError(400, `"variables" are nested deeper than ${limits.variableDepth} levels.`);
  }
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    throw new HttpError(400, '"operationName" must be a text.');
  }
  return {
    ...(query ? { query: query as string } : {}),
    ...(documentId ? { documentId } : {}),
    variables: (variables ?? {}) as Record<string, unknown>,
    context,
    ...(operationName ? { operationName: operationName as string } : {}),
    ...(extensions ? { extensions: extensions as Record<string, unknown> } : {}),
  };
}

/** What goes through them calls itself for each level, so that the stack would end. */
function deeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const inside: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return levels === 0 || inside.some((inner) => deeperThan(levels - 1, inner));
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
