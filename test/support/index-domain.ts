import { serviceModel } from '../../lib/embedding/model-spec.ts';
import { readSettings } from '../../lib/settings.ts';
import { indexConfig } from '../../subgraphs/index/config.ts';
import { type Scope, scopeOf } from '../../subgraphs/index/documents/scope.ts';

/** For tests that call the domain of the index service without its API: the default limits, and a model of no service. */
export const { limits } = indexConfig(
  readSettings(
    { DATABASE_URL: 'postgres://nowhere', MILVUS_ADDRESS: 'nowhere:1', EMBEDDING_URL: 'http://nowhere' },
    [],
  ),
);

export const scope: Scope = scopeOf({}, { limits, fetchImages: async () => new Map() });

const model = serviceModel({ name: 'model', version: '1', dimensions: 2 });
export const models = { find: async () => model, of: async () => model, hold: async () => undefined };

const noImages = () => Promise.reject(new Error('no image model here'));
export const embedding = { images: { describe: noImages, embed: noImages } };

/** What the input of a mutation is completed by where a client leaves it out. */
export const added = { priority: 0, waitFor: 'ACCEPTED', onConflict: 'REPLACE' } as const;
