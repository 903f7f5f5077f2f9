import { isUtf8 } from 'node:buffer';
import { parseJson64 } from '../../lib/json64.ts';
import { takePassages } from './brought.ts';
import { notUtf8 } from './bytes.ts';
import { type Declared, declares } from './declared.ts';
import type { Content } from './document.ts';
import { tooLong } from './gathered.ts';
import { takeImages } from './images.ts';
import { type VectorLength, vectorOf } from './vector.ts';

/** Which fields of a record (a JSON object, a row of a table) become which parts of a document. */
export interface RecordMapping {
  /** @default the first of documentId, id, _id that is there */
  idField?: string | undefined;
  /** @default title */
  titleField?: string | undefined;
  /** @default the first of content, text, body that is there */
  contentField?: string | undefined;
  /**
   * A field that every record has; where it is null the server embeds the text. false: none.
   * @default the first of vector, embedding that is there and that the collection does not declare as a field
   */
  vectorField?: string | false | undefined;
  /** Records change documents that are there: a field that is missing stays as it is, also the content. */
  patch?: boolean | undefined;
}

export interface RecordOptions extends RecordMapping {
  declared: Declared;
  vectorLength: VectorLength;
}

const idFields = ['documentId', 'id', '_id'];
const contentFields = ['content', 'text', 'body'];
const vectorFields = ['vector', 'embedding'];

/** The fields that are the parts of a document, out of those that are there. */
export function partsIn(there: (name: string) => boolean, options: RecordOptions) {
  const { idField, titleField = 'title', contentField, vectorField, declared } = options;
  const free = (name: string) => there(name) && !declares(declared, name);
  return {
    id: idField ?? idFields.find(there) ?? 'id',
    title: titleField,
    content: contentField ?? contentFields.find(there) ?? 'content',
    vector: vectorField ?? vectorFields.find(free),
  };
}

/** The document that a JSON text is. @param bytes UTF-8; undefined where there were too many */
export function jsonContent(bytes: Buffer | undefined, options: RecordOptions): Content {
  if (!bytes) return { problem: tooLong };
  if (!isUtf8(bytes)) return { problem: notUtf8 };
  try {
    return documentOf(parseJson64(bytes.toString()), options);
  } catch (error) {
    return { problem: `is no JSON: ${(error as Error).message}` };
  }
}

/**
 * The document of one record. Fields that are neither id, title, content nor vector are its metadata, together with those
 * of an object `metadata`.
 */
export function documentOf(record: unknown, options: RecordOptions): Content {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { problem: 'is no JSON object' };
  }
  const fields = record as Record<string, unknown>;
  const parts = partsIn((name) => name in fields, options);
  const { [parts.id]: id, [parts.title]: title, [parts.content]: content, ...rest } = fields;
  if (typeof id !== 'string' && typeof id !== 'number' && typeof id !== 'bigint') {
    return { problem: missing('id', parts.id, id, '--id-field') };
  }
  const documentId = String(id);
  const tenant = options.declared.partitionBy?.by === 'TENANT' ? takeText(rest, 'tenant') : undefined;
  if (isDeleted(rest, options.declared)) return { deletedId: documentId, tenant };
  if (title !== undefined && title !== null && typeof title !== 'string') {
    return { documentId, problem: `its field "${parts.title}" is no text: see --title-field` };
  }
  let vector: string | undefined;
  let given: ReturnType<typeof takePassages>;
  try {
    vector = takeVector(rest, parts.vector, options.vectorLength);
    given = takePassages(rest, options);
  } catch (error) {
    return { documentId, problem: `${(error as Error).message}: see --vector-field` };
  }
  let images: ReturnType<typeof takeImages>;
  try {
    images =
      options.declared.imageModel && !declares(options.declared, 'images') ? takeImages(rest) : undefined;
  } catch (error) {
    return { documentId, problem: (error as Error).message };
  }
  const mayLack = options.patch || (images?.length ?? 0) > 0;
  if (typeof content !== 'string' && !(mayLack && content === undefined)) {
    return { documentId, problem: missing('text', parts.content, content, '--content-field') };
  }
  const expiresAt = declares(options.declared, 'expiresAt') ? undefined : takeText(rest, 'expiresAt');
  const partition = options.declared.partitionBy?.by === 'NAME' ? takeText(rest, 'partition') : undefined;
  const readScopes = declares(options.declared, 'readScopes') ? undefined : takeScopes(rest);
  return {
    input: {
      documentId,
      ...((title || (options.patch && title === null)) && { title }),
      ...(content !== undefined && { content }),
      metadata: metadataOf(rest),
      ...(vector !== undefined && { vector }),
      ...(given.passages && { passages: given.passages }),
      ...(images && { images }),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(partition !== undefined && { partition }),
      ...(readScopes !== undefined && { readScopes }),
    },
    ...(given.brought && { brought: given.brought }),
    ...(tenant !== undefined && { tenant }),
  };
}

function missing(what: string, field: string, found: unknown, option: string): string {
  return found === undefined
    ? `has no field "${field}" for its ${what}: see ${option}`
    : `its field "${field}" cannot be its ${what}: see ${option}`;
}

/** Whether the record says that its document is to be deleted. */
function isDeleted(fields: Record<string, unknown>, declared: Declared): boolean {
  const { deleted } = fields;
  const said = deleted === undefined || deleted === null || typeof deleted === 'boolean';
  const written = deleted === 'true' || deleted === 'false' || deleted === '';
  if (declares(declared, 'deleted') || !(said || written)) return false;
  delete fields.deleted;
  return deleted === true || deleted === 'true';
}

/** Takes a text out of the fields; undefined where there is none. What is no text stays, as metadata. */
function takeText(fields: Record<string, unknown>, field: string): string | undefined {
  const value = fields[field];
  if (typeof value !== 'string' && value !== null) return undefined;
  delete fields[field];
  return value || undefined;
}

/** Takes the scopes that the document demands out of the fields. What is no list of texts stays, as metadata. */
function takeScopes(fields: Record<string, unknown>): string[] | undefined {
  const { readScopes } = fields;
  if (!Array.isArray(readScopes) || !readScopes.every((scope) => typeof scope === 'string')) return undefined;
  delete fields.readScopes;
  return readScopes;
}

/** Takes the vector out of the fields. @throws Error with what is wrong with it */
function takeVector(
  fields: Record<string, unknown>,
  field: string | false | undefined,
  known: VectorLength,
): string | undefined {
  if (!field) return undefined;
  const value = fields[field];
  delete fields[field];
  if (value === undefined) throw new Error(`has no field "${field}" for its vector`);
  if (value === null) return undefined;
  try {
    return vectorOf(value, known);
  } catch (error) {
    throw new Error(`its field "${field}" ${(error as Error).message}`);
  }
}

function metadataOf({ metadata, ...others }: Record<string, unknown>): Record<string, unknown> {
  if (metadata === undefined) return others;
  const nested = typeof metadata === 'object' && !Array.isArray(metadata) ? metadata : { metadata };
  return { ...others, ...nested };
}
