import type { EmbeddingClient } from '../../../lib/embedding-client.ts';
import { userError } from '../../../lib/errors.ts';
import type { SpecModel } from '../collections/settings.ts';

/** The embedding models that collections can use. */
export interface Models {
  /**
   * A model by its name; the default where none is given.
   * @throws MODEL_NOT_FOUND; PartUnavailable where the embedding service has never answered
   */
  find(name: string | undefined, path: string): Promise<SpecModel>;
}

export function modelsOf(embedding: EmbeddingClient): Models {
  return {
    async find(name, path) {
      const model = await embedding.describe();
      if (name !== undefined && name !== model.name) throw userError.modelNotFound(path, name, [model.name]);
      return model;
    },
  };
}
