import type { ModelSource } from '../../../lib/embedding/model-spec.ts';
import type { EmbeddingModelResolvers } from '../../../schema/generated/index.ts';
import type { Context } from '../context.ts';
import type { ModelRow } from '../models/model.ts';

export const EmbeddingModel: EmbeddingModelResolvers = {
  async __resolveReference({ name, version }, { load }) {
    const found = await load.model.load({ name, version });
    return found?.spec ?? null;
  },
  maxTokens: async (model, _args, context) => (await specOf(model, context))?.maxTokens ?? null,
  languages: async (model, _args, context) => (await specOf(model, context))?.languages ?? null,
  pooling: async (model, _args, context) => (await specOf(model, context))?.pooling ?? null,
  queryPrefix: async (model, _args, context) => (await specOf(model, context))?.queryPrefix ?? null,
  passagePrefix: async (model, _args, context) => (await specOf(model, context))?.passagePrefix ?? null,
  async source(model, _args, context) {
    const source = (await specOf(model, context))?.source;
    // Where an operator's servers are is not for a tenant to know, nor for who only reads.
    const { tenant, scopes } = context.caller;
    if (!source || tenant !== undefined || scopes) return null;
    const { remoteModel = null, apiKeyVariable = null } = source.kind === 'OPENAI' ? source : {};
    return { kind: source.kind, location: locationOf(source), remoteModel, apiKeyVariable };
  },
  hash: async (model, _args, context) => (await specOf(model, context))?.hash ?? null,
  license: async (model, _args, context) => (await specOf(model, context))?.license ?? null,
  isDefault: async (model, _args, { load }) => (await load.model.load(model))?.isDefault ?? null,
  collections: (model, _args, { load }) => load.modelCollections.load(model),
  createdAt: async (model, _args, { load }) => (await load.model.load(model))?.createdAt ?? null,
};

const specOf = async (model: ModelRow, { load }: Context) => (await load.model.load(model))?.spec;

function locationOf(source: ModelSource): string | null {
  switch (source.kind) {
    case 'SERVICE':
      return null;
    case 'FOLDER':
      return source.folder;
    case 'OPENAI':
      return source.url;
  }
}
