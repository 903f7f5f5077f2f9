/** A model of the registry. */
export interface ModelRow {
  name: string;
  version: string;
  dimensions: number;
}
