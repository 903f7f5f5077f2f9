/** How long an answer may be kept, and for whom. */
export interface CachePolicy {
  /** Seconds. */
  maxAge: number;
  scope: 'PUBLIC' | 'PRIVATE';
}

/** What the subgraphs said about the answers that one operation was joined from. */
export interface SaidOfCaching {
  /** Requests to subgraphs. */
  fetches: number;
  /** Of those that said something. */
  policies: CachePolicy[];
}

/** The strictest of all. */
export function strictest(policies: readonly CachePolicy[]): CachePolicy {
  return {
    maxAge: Math.min(...policies.map(({ maxAge }) => maxAge)),
    scope: policies.some(({ scope }) => scope === 'PRIVATE') ? 'PRIVATE' : 'PUBLIC',
  };
}

/** What a Cache-Control header says to a cache that several clients share; undefined where there is none. */
export function policyOfHeader(header: string | undefined, age = '0'): CachePolicy | undefined {
  if (header === undefined) return undefined;
  const directives = new Map<string, string>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', value = ''] = part.trim().split('=');
    directives.set(name, value);
  }
  const never = directives.has('no-store') || directives.has('no-cache');
  const seconds = Number(
    (directives.get('s-maxage') ?? directives.get('max-age') ?? '0').replaceAll('"', ''),
  );
  const left = seconds - (Number(age) || 0);
  return {
    maxAge: never || !Number.isFinite(left) ? 0 : Math.max(0, Math.floor(left)),
    scope: directives.has('private') ? 'PRIVATE' : 'PUBLIC',
  };
}
