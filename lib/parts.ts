import type { EmbeddingOptions } from './embedding-client.ts';
import { requireSettings, type Settings } from './settings.ts';

/** Where the parts are that indexing and searching need. */
export interface PartsConfig {
  databaseUrl: string;
  milvusAddress: string;
  milvusToken?: string | undefined;
  embedding: EmbeddingOptions;
}

/** @throws SettingsError where the address of a part is missing */
export function partsConfig(settings: Settings): PartsConfig {
  const given = requireSettings(settings, 'databaseUrl', 'milvusAddress', 'embeddingUrl');
  return {
    databaseUrl: given.databaseUrl,
    milvusAddress: given.milvusAddress,
    milvusToken: given.milvusToken,
    embedding: {
      url: given.embeddingUrl,
      apiKey: given.embeddingKey,
      model: given.embeddingModel,
      dimensions: given.embeddingDimensions,
      queryPrefix: given.embeddingQueryPrefix,
      passagePrefix: given.embeddingPassagePrefix,
      modelKeys: given.modelKeys,
    },
  };
}
