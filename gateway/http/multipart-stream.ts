import type { IncomingMessage } from 'node:http';
import { gatewayError } from '../errors.ts';
import { resultText } from '../result-text.ts';
import type { StreamFormat } from './result-stream.ts';

const TYPE = /multipart\/mixed\s*;[^,]*\bsubscriptionSpec="?1\.0"?/i;
const BOUNDARY = '\r\n--graphql';

/** One part, and the boundary behind it by which a client knows that it is whole. */
const part = (json: string) => `\r\ncontent-type: application/json\r\n\r\n${json}${BOUNDARY}`;

/** The protocol of Apollo's clients for subscriptions over HTTP: each result is the `payload` of a part. */
export const multipartStream: StreamFormat = {
  headers: { 'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec="1.0"' },
  start: BOUNDARY,
  result: (text) => part(`{"payload":${text}}`),
  // Errors beside the payload, rather than in it, are those that end the stream.
  failure: (text) => part(`{"payload":null,${text.slice(1)}`),
  end: '--\r\n',
  idle: part('{}'),
  idleEveryMs: 5_000,
  restart: `${part(`{"payload":null,${resultText({ errors: [gatewayError.gatewayEnds().toJSON()] }).slice(1)}`)}--\r\n`,
};

/** Whether the client takes a subscription in this way. */
export function takesMultipart({ headers }: IncomingMessage): boolean {
  return TYPE.test(headers.accept ?? '');
}
