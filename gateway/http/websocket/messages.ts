import { parseJson64 } from '../../../lib/json64.ts';

/** The subprotocol of GraphQL over WebSocket: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
export const PROTOCOL = 'graphql-transport-ws';

/** Why a socket is closed by the server, as the protocol numbers it. */
export const closing = {
  invalidMessage: (what: string) => ({ code: 4400, reason: `Invalid message: ${what}` }),
  notAcknowledged: { code: 4401, reason: 'Unauthorized' },
  forbidden: { code: 4403, reason: 'Forbidden' },
  otherProtocol: { code: 4406, reason: 'Subprotocol not acceptable' },
  initTimeout: { code: 4408, reason: 'Connection initialisation timeout' },
  idTaken: (id: string) => ({ code: 4409, reason: `Subscriber for ${id} already exists` }),
  secondInit: { code: 4429, reason: 'Too many initialisation requests' },
  internal: { code: 4500, reason: 'Internal server error' },
  /** Clients come again by themselves. */
  unavailable: { code: 1013, reason: 'Credentials cannot be checked now' },
  tooMany: { code: 1013, reason: 'Too many connections of this client' },
  restart: { code: 1012, reason: 'Service restart' },
} as const;

export interface Closing {
  code: number;
  reason: string;
}

type Payload = Record<string, unknown>;

export type ClientMessage =
  | { type: 'connection_init'; payload?: Payload | null }
  | { type: 'ping' | 'pong'; payload?: Payload | null }
  | { type: 'subscribe'; id: string; payload: Payload }
  | { type: 'complete'; id: string };

/** @throws TypeError where it is no message that a client may send, with what is wrong */
export function parseMessage(text: string): ClientMessage {
  const message = parsed(text);
  if (!isObject(message)) throw new TypeError('it is not an object');
  const { type, id, payload } = message;
  switch (type) {
    case 'connection_init':
    case 'ping':
    case 'pong':
      if (payload !== undefined && payload !== null && !isObject(payload))
        throw new TypeError(`the payload of "${type}" must be an object`);
      return { type, ...(isObject(payload) && { payload }) };
    case 'complete':
      return { type, id: checkedId(id) };
    case 'subscribe':
      return { type, id: checkedId(id), payload: checkedOperation(payload) };
    default:
      throw new TypeError('a client sends connection_init, ping, pong, subscribe and complete');
  }
}

function checkedId(id: unknown): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new TypeError('"id" must be a text');
}

function checkedOperation(payload: unknown): Payload {
  if (!isObject(payload)) throw new TypeError('the payload of "subscribe" must be an object');
  const { query, operationName, variables, extensions } = payload;
  // A trusted document has an id, and a persisted one a hash in its extensions.
  const named = payload.documentId ?? payload.id ?? payload.doc_id ?? extensions ?? undefined;
  if (typeof query !== 'string' && (named === undefined || query !== undefined))
    throw new TypeError('"query" must be a text');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw new TypeError('"operationName" must be a text');
  for (const [name, value] of Object.entries({ variables, extensions })) {
    if (value !== undefined && value !== null && !isObject(value))
      throw new TypeError(`"${name}" must be an object`);
  }
  return payload;
}

function parsed(text: string): unknown {
  try {
    return parseJson64(text);
  } catch {
    throw new TypeError('it is not JSON');
  }
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
