import type { IncomingMessage } from 'node:http';
import { HttpError } from '../../lib/http.ts';
import type { OperationRequest, PreparedOperation } from '../documents/read.ts';
import type { Limits } from '../limits.ts';
import type { Operations } from '../operations.ts';
import type { RequestContext } from '../request-context.ts';
import { asOperationRequest } from './operation-request.ts';
import { httpParameters } from './parameters.ts';

export interface Received {
  operation: OperationRequest;
  prepared: PreparedOperation;
}

/**
 * The operation that an HTTP request carries, ready to be run.
 * @throws HttpError where it carries none, or a mutation by GET
 */
export async function received(
  request: IncomingMessage,
  context: RequestContext,
  { operations, limits }: { operations: Operations; limits: Limits },
): Promise<Received> {
  const operation = asOperationRequest(await httpParameters(request, limits.requestBytes), context, limits);
  const prepared = await operations.prepare(operation);
  if (request.method === 'GET' && prepared.errors === undefined && prepared.kind === 'mutation') {
    throw new HttpError(405, 'A mutation must be sent by POST.', { allow: 'POST' });
  }
  return { operation, prepared };
}
