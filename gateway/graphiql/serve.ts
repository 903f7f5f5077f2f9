import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pathOf } from '../../lib/http.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

/** The page may load and ask this very host, and nothing else. Its editor sets styles from script. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export interface GraphiqlFiles {
  page(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** @returns whether the path is that of a file of GraphiQL's */
  asset(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** Serves the bundle that set-up made in `dir`. */
export function graphiqlFiles(dir: string): GraphiqlFiles {
  async function send(response: ServerResponse, file: string, cacheControl: string): Promise<boolean> {
    const content = await readFile(join(dir, file)).catch(() => undefined);
    if (!content) return false;
    response.writeHead(200, {
      ...securityHeaders,
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': cacheControl,
    });
    response.end(content);
    return true;
  }

  return {
    async page(_request, response) {
      if (await send(response, 'index.html', 'no-cache')) return;
      response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(
        'GraphiQL is not built here: "npm start" builds it. GraphQL itself is served at this address.\n',
      );
    },
    async asset(request, response) {
      const path = pathOf(request);
      if (path === '/favicon.ico') return send(response, 'favicon.svg', 'max-age=86400');
      const [, file] = /^\/graphiql\/([\w.-]+)$/.exec(path) ?? [];
      if (!file || file.startsWith('.')) return false;
      // A chunk's name holds the hash of its content; the names of entries stay.
      return send(response, file, /-[A-Z0-9]{8}\./.test(file) ? 'max-age=31536000, immutable' : 'no-cache');
    },
  };
}
