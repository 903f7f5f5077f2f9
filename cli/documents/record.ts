import type { Read } from './document.ts';

/** Which fields of a JSON object become which parts of a document. */
export interface RecordMapping {
  /** @default the first of documentId, id, _id that is there */
  idField?: string | undefined;
  /** @default title */
  titleField?: string | undefined;
  /** @default the first of content, text, body that is there */
  contentField?: string | undefined;
}

const idFields = ['documentId', 'id', '_id'];
const contentFields = ['content', 'text', 'body'];

/**
 * The document of one JSON object. Fields that are neither id, title nor content are its metadata, together with those of
 * an object `metadata`.
 */
export function documentOf(record: unknown, origin: string, mapping: RecordMapping): Read {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { origin, problem: 'is no JSON object' };
  }
  const fields = record as Record<string, unknown>;
  const idField = mapping.idField ?? idFields.find((name) => name in fields) ?? 'id';
  const titleField = mapping.titleField ?? 'title';
  const contentField = mapping.contentField ?? contentFields.find((name) => name in fields) ?? 'content';
  const { [idField]: id, [titleField]: title, [contentField]: content, metadata, ...others } = fields;
  if (typeof id !== 'string' && typeof id !== 'number' && typeof id !== 'bigint') {
    return { origin, problem: missing('id', idField, id, '--id-field') };
  }
  if (typeof content !== 'string') {
    return { origin, problem: missing('text', contentField, content, '--content-field') };
  }
  if (title !== undefined && title !== null && typeof title !== 'string') {
    return { origin, problem: `its field "${titleField}" is no text: see --title-field` };
  }
  const nested = typeof metadata === 'object' && !Array.isArray(metadata) ? metadata : { metadata };
  return {
    origin,
    input: {
      documentId: String(id),
      ...(title && { title }),
      content,
      metadata: { ...others, ...(metadata === undefined ? {} : nested) },
    },
  };
}

function missing(what: string, field: string, found: unknown, option: string): string {
  return found === undefined
    ? `has no field "${field}" for its ${what}: see ${option}`
    : `its field "${field}" cannot be its ${what}: see ${option}`;
}
