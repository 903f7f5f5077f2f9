import type { IncomingMessage, ServerResponse } from 'node:http';
import type { VariantsSection } from './section.ts';

/** Says inside of the gateway which variant a request chose. What comes from outside under this name is dropped. */
const CHOSEN = 'x-kitegraph-variant';

export function chosenVariant(headers: Readonly<Record<string, unknown>>): string | undefined {
  const name = headers[CHOSEN];
  return typeof name === 'string' ? name : undefined;
}

/** Reads which variant a request chooses, by its path or its header, and makes a request to /graphql of it. */
export function variantChooser(
  variants: VariantsSection | undefined,
): (request: IncomingMessage, response?: ServerResponse) => void {
  return (request, response) => {
    delete request.headers[CHOSEN];
    if (!variants) return;
    const [, byPath, query = ''] = /^\/graphql\/([^/?]+)(\?.*)?$/.exec(request.url ?? '') ?? [];
    const byHeader = variants.header && request.headers[variants.header];
    // Caches on the way must not take the answer of one variant for that of another.
    if (variants.header) response?.setHeader('vary', variants.header);
    const name = byPath ?? byHeader;
    if (name !== undefined && name !== '') request.headers[CHOSEN] = String(name);
    if (byPath !== undefined) request.url = `/graphql${query}`;
  };
}

/** Keeps the variant that a connection was opened with, whatever its parameters say. */
export function withChosen(
  headers: Readonly<Record<string, unknown>>,
  request: IncomingMessage,
): Record<string, unknown> {
  return { ...headers, [CHOSEN]: request.headers[CHOSEN] };
}
