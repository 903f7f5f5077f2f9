/** Where an OpenAI-compatible server's routes are. */
export interface Address {
  /** Before `/embeddings` and `/models`: ends in `/v1`, or in the path that was given with a version in it. */
  api: string;
  /** Before `/health` and `/tokenize`, which only our own service is asked for. */
  root: string;
}

/**
 * `http://host:4004` and `http://host:4004/v1` mean the same. A path that names a version is taken as it is, because
 * some put more behind it: `https://host/v1beta/openai`.
 */
export function addressOf(url: string): Address {
  const given = url.replace(/\/+$/, '');
  const api = /\/v\d[^/]*(\/|$)/.test(new URL(given).pathname) ? given : `${given}/v1`;
  return { api, root: api.replace(/\/v1$/, '') };
}
