import type { MetadataLimits } from '../../lib/filter/metadata.ts';

/** What a request may hold. Each can be set: lib/settings.ts. */
export interface Limits extends MetadataLimits {
  documentsPerRequest: number;
  /** Characters of all contents of a request. */
  requestCharacters: number;
  idBytes: number;
  titleCharacters: number;
  contentCharacters: number;
  /** Of a collection. */
  fields: number;
  /** Documents that may wait to be indexed. */
  pendingDocuments: number;
}
