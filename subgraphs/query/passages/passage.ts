import type { PassageFields } from '../../../lib/milvus/passage.ts';
import type { ViewEntry } from '../catalog/statements.ts';

/** A passage, and the view that it is in. */
export interface PassageInView extends PassageFields {
  view: ViewEntry;
}
