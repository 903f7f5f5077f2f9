import type { Caller } from '../../../lib/caller.ts';
import { documentKey } from '../../../lib/document-key.ts';
import { userError } from '../../../lib/errors.ts';
import type { FetchImages } from '../../../lib/remote-image/fetch-images.ts';
import type { CollectionRow } from '../collections/collection.ts';
import type { Limits } from '../limits.ts';

/** What a request may touch, and how much it may hold. */
export interface Scope {
  limits: Limits;
  /** Fetches images that are given by an address. */
  fetchImages: FetchImages;
  caller: Caller;
  /** The tenant that the request is bound to. */
  tenant: string | undefined;
  /**
   * The tenant whose documents of a collection the request is about; undefined where the collection is not divided by tenant.
   * @throws TENANT_REQUIRED; TENANT_NOT_ALLOWED where a tenant would change what is not its own
   */
  tenantIn(collection: CollectionRow): string | undefined;
  /** As `tenantIn`, for reading: what is not divided by tenant is there for all. */
  readingIn(collection: CollectionRow): string | undefined;
  /** The key of a document of a collection. @throws as `readingIn` */
  keyIn(collection: CollectionRow, documentId: string): string;
}

export function scopeOf(
  caller: Caller,
  { limits, fetchImages }: Pick<Scope, 'limits' | 'fetchImages'>,
): Scope {
  const { tenant } = caller;
  const readingIn = (collection: CollectionRow) => {
    if (collection.partitionBy.by !== 'TENANT') return undefined;
    if (tenant === undefined) throw userError.tenantRequired(collection.name);
    return tenant;
  };
  return {
    limits,
    fetchImages,
    caller,
    tenant,
    readingIn,
    tenantIn(collection) {
      const its = readingIn(collection);
      if (its === undefined && tenant !== undefined) throw userError.tenantNotAllowed(collection.name);
      return its;
    },
    keyIn: (collection, documentId) => documentKey(documentId, readingIn(collection)),
  };
}
