import type { FieldType, PartitionKind } from '../generated/operations.ts';

/** What a collection says of its documents' metadata. */
export interface Declared {
  fields: readonly { name: string; type: FieldType }[];
  /** Whether it refuses metadata that no field declares. */
  strict: boolean;
  /** How its documents are divided. @default not */
  partitionBy?: { by: PartitionKind };
  /** The model of its images; null where it takes none. */
  imageModel?: { name: string } | null;
  /** Where its vectors come from. */
  embeddingModel?: { name: string; version: string };
}

/** Nothing is known of the collection. */
export const undeclared: Declared = { fields: [], strict: false };

/** Whether the collection has a field of this name. */
export function declares({ fields }: Declared, name: string): boolean {
  return fields.some((field) => field.name === name);
}

/** Metadata that a file has without its author's doing: in a strict collection only what it declares. */
export function welcome(metadata: Record<string, unknown>, { fields, strict }: Declared) {
  const names = new Set(fields.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(metadata).filter(
      ([name, value]) => value !== undefined && value !== null && (!strict || names.has(name)),
    ),
  );
}
