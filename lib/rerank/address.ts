/** `http://host:4004` means `http://host:4004/v1/rerank`; a URL that ends in `/rerank` is taken as it is. */
export function rerankAddress(url: string): string {
  const given = url.replace(/\/+$/, '');
  if (given.endsWith('/rerank')) return given;
  return /\/v\d+$/.test(given) ? `${given}/rerank` : `${given}/v1/rerank`;
}
