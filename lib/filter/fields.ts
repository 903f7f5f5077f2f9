/** The types that a collection can declare for a metadata field. */
export type FieldType = 'STRING' | 'INT' | 'FLOAT' | 'BOOLEAN' | 'DATETIME' | 'STRING_LIST';

/** A metadata field as a collection declares it. */
export interface FieldDefinition {
  name: string;
  type: FieldType;
  required: boolean;
  filterable: boolean;
  facet: boolean;
  /** The value that a document gets which has none, as a client gives it; undefined or null: none. */
  default?: unknown;
}

/** What a declared field's name may look like: it stands unquoted in expressions of two stores. */
export const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** The place of `key` inside `path`, as an error names it: `input.metadata.year`, `input.metadata["a b"]`. */
export function placeOf(path: string, key: string): string {
  return FIELD_NAME.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
