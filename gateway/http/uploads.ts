import { HttpError } from '../../lib/http.ts';
import { parseJson64 } from '../../lib/json64.ts';

/** Whether a content type is that of a form with files. */
export const isForm = (header: string): boolean => /^multipart\/form-data\s*(;|$)/i.test(header);

/**
 * The parameters of an operation out of a form, as the GraphQL multipart request specification has it: `operations`, `map`, and files,
 * each of which becomes a text in base64 at its place among the variables.
 * @param type the form's content type, with its boundary
 * @throws HttpError 400 that says what is wrong
 */
export async function formParameters(body: Buffer, type: string): Promise<unknown> {
  const form = await formOf(body, type);
  const operations = jsonIn(form, 'operations');
  const map = jsonIn(form, 'map');
  for (const [name, places] of Object.entries(map)) {
    const [place, ...more] = Array.isArray(places) ? places : [];
    // A file at a thousand places would be a thousand times as large where it goes.
    if (typeof place !== 'string' || more.length > 0)
      throw new HttpError(
        400,
        `"map" must name one place for the file "${name}", such as ["variables.data"].`,
      );
    const file = form.get(name);
    if (!(file instanceof File))
      throw new HttpError(400, `The form has no file "${name}", which its "map" names.`);
    put(operations, place, Buffer.from(await file.arrayBuffer()).toString('base64'));
  }
  return operations;
}

async function formOf(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new HttpError(400, 'The body is not valid multipart/form-data.');
  }
}

function jsonIn(form: FormData, name: string): Record<string, unknown> {
  const text = form.get(name);
  let value: unknown;
  try {
    value = typeof text === 'string' ? parseJson64(text) : undefined;
  } catch {}
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new HttpError(400, `The form's "${name}" must be a JSON object.`);
}

/** Puts a text where null stands. @param place such as variables.input.images.0.data */
function put(operations: Record<string, unknown>, place: string, text: string): void {
  const path = place.split('.');
  const last = path.pop() as string;
  let at: unknown = operations;
  for (const step of path) at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  if (path[0] !== 'variables' || !isObject(at) || !Object.hasOwn(at, last) || at[last] !== null)
    throw new HttpError(400, `"map" names "${place}": that must be in "variables", and null.`);
  at[last] = text;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
