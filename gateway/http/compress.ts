import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import Negotiator from 'negotiator';

/** Smaller answers fit into one packet anyway. */
const LEAST_BYTES = 1_400;
/** Beyond it brotli takes more time than it saves for what is written once and read once. */
const BROTLI_QUALITY = 4;

const compressors = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes),
};

/**
 * The text as the client takes it: by brotli, by gzip, or as it is where it is small or the client takes neither. Sets the headers
 * that say so; the rest of the head is yet to be written. Streams of events never come here.
 *
 * An answer to a request with cookies is not compressed: what a browser adds by itself on behalf of a page that may choose the rest of
 * the request is what BREACH needs to guess a secret by the length of the answer. Keys in headers are not added by browsers.
 */
export async function compressed(
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
): Promise<Buffer | string> {
  if (text.length < LEAST_BYTES) return text;
  const vary = response.getHeader('vary');
  response.setHeader('vary', vary ? `${vary}, accept-encoding` : 'accept-encoding');
  if (request.headers.cookie !== undefined || request.headers['accept-encoding'] === undefined) return text;
  const taken = new Negotiator(request).encodings(['br', 'gzip']);
  const encoding = (['br', 'gzip'] as const).find((one) => taken.includes(one));
  if (!encoding) return text;
  const bytes = await compressors[encoding](Buffer.from(text));
  response.setHeader('content-encoding', encoding);
  return bytes;
}
