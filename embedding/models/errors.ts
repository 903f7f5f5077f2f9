/** There is no model of this name. */
export class ModelUnknown extends Error {
  readonly known: string[];

  constructor(name: string, known: string[]) {
    super(`There is no model "${name}" here. Models: ${known.join(', ')}.`);
    this.known = known;
  }
}

/** A folder may not be looked into, or holds no model that can be used. The message says what to do. */
export class FolderRefused extends Error {}
