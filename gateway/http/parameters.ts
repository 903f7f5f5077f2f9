import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { HttpError, readBytes } from '../../lib/http.ts';
import { parseJson64 } from '../../lib/json64.ts';
import { remembered } from './remembered.ts';
import { formParameters, isForm } from './uploads.ts';

/**
 * The parameters of an operation as a request of GraphQL over HTTP carries them: in the URL by GET, as JSON or a form with files by POST.
 * @throws HttpError 400, 405, 413 or 415 that says what is wrong
 */
export async function httpParameters(request: IncomingMessage, requestBytes: number): Promise<unknown> {
  if (request.method === 'GET') return fromUrl(request);
  if (request.method !== 'POST') throw new HttpError(405, 'Use GET or POST.', { allow: 'GET, POST' });
  const type = request.headers['content-type'] ?? '';
  if (!isForm(type)) refuseOtherTypes(type);
  const remedy =
    'Send less at once; whoever runs the gateway sets the limit: limits.requestBytes in its file.';
  const body = await readBytes(request, requestBytes, remedy);
  if (isForm(type)) return formParameters(body, type);
  if (!isUtf8(body)) throw new HttpError(400, 'The body is not valid UTF-8.');
  return parsed(body.toString(), 'The body');
}

function fromUrl(request: IncomingMessage): unknown {
  const { searchParams } = new URL(request.url ?? '/', 'http://gateway');
  const once = (name: string) => {
    const [value = null, ...more] = searchParams.getAll(name);
    if (more.length > 0) throw new HttpError(400, `"${name}" is in the URL more than once.`);
    return value;
  };
  const json = (name: string) => {
    const text = once(name);
    return text === null ? null : parsed(text, `"${name}" in the URL`);
  };
  return {
    query: once('query'),
    documentId: once('documentId'),
    operationName: once('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

/** A form cannot send JSON, so what is let through here no page of others can send unasked. */
function refuseOtherTypes(header: string): void {
  if (isJson(header)) return;
  throw new HttpError(
    415,
    'Send the operation as "content-type: application/json", in UTF-8, or as multipart/form-data where files go with it.',
  );
}

const isJson = remembered((header) => {
  try {
    const { essence, params } = new MIMEType(header);
    return essence === 'application/json' && /^utf-?8$/i.test(params.get('charset') ?? 'utf-8');
  } catch {
    return false;
  }
});

function parsed(text: string, what: string): unknown {
  try {
    return parseJson64(text);
  } catch {
    throw new HttpError(400, `${what} is not valid JSON.`);
  }
}
