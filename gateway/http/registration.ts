import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { keyMatches, keyOf } from '../../lib/api-key.ts';
import { HttpError, readBody, sendJson } from '../../lib/http.ts';
import { httpUrl, integer } from '../configuration/kinds.ts';
import type { Registrations } from '../upstream/instances/registrations.ts';

const MOST_BYTES = 10_000;

const announcement = z.strictObject(
  {
    subgraph: z.string().regex(/^[A-Za-z_][\w-]{0,99}$/, 'must be the name of a subgraph'),
    url: httpUrl(),
    leaseSeconds: integer(1, 3_600).optional(),
  },
  'must be an object with subgraph, url and leaseSeconds',
);

/**
 * PUT /instances: an instance of a subgraph announces itself, and must do so again before its lease ends. DELETE /instances:
 * it goes. Whoever has the key gets requests of clients with what opens the subgraph: it is a key of its own.
 */
export function registration(instances: Registrations, key: string) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!keyMatches(key, keyOf(request.headers))) {
      response.setHeader('www-authenticate', 'Bearer');
      return refuse(response, 401, 'UNAUTHENTICATED', 'The registration key is needed, as a bearer token.');
    }
    if (request.method !== 'PUT' && request.method !== 'DELETE') {
      response.setHeader('allow', 'PUT, DELETE');
      return refuse(response, 405, 'BAD_REQUEST', 'PUT announces an instance, DELETE ends it.');
    }
    const { subgraph, url, leaseSeconds = 15 } = announced(await readBody(request, MOST_BYTES));
    if (request.method === 'DELETE') instances.withdraw(subgraph, url);
    else if (!instances.announce(subgraph, url, leaseSeconds * 1_000))
      return refuse(response, 429, 'TOO_MANY_INSTANCES', 'More instances than this are not kept.');
    sendJson(
      response,
      200,
      request.method === 'DELETE' ? { subgraph, url } : { subgraph, url, leaseSeconds },
    );
  };
}

/** @throws HttpError 400 that says what is wrong */
function announced(text: string): z.infer<typeof announcement> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not valid JSON.');
  }
  const { data, error } = announcement.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  throw new HttpError(400, `${issue?.path.join('.') || 'The body'} ${issue?.message}.`);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });
}
