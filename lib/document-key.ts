/** Parts a tenant from a document's own id. Neither can hold a control character. */
const SEPARATOR = '\x1f';

/**
 * The key of a document in its collection: its own id, and before it the tenant where the collection is divided by tenant.
 * So two tenants may have documents of one id, and what is asked by key can only be the caller's.
 */
export function documentKey(documentId: string, tenant: string | undefined): string {
  return tenant === undefined ? documentId : `${tenant}${SEPARATOR}${documentId}`;
}

/** What a key stands for. */
export function parseDocumentKey(key: string): { documentId: string; tenant: string | undefined } {
  const at = key.indexOf(SEPARATOR);
  if (at < 0) return { documentId: key, tenant: undefined };
  return { documentId: key.slice(at + 1), tenant: key.slice(0, at) };
}

/** The keys of a tenant lie between these two, in the order of bytes: after the first, before the second. */
export function tenantKeys(tenant: string): { after: string; before: string } {
  return { after: `${tenant}${SEPARATOR}`, before: `${tenant}\x20` };
}
