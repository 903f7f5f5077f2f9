import type { Resolvers } from '../../../schema/generated/index.ts';
import { Collection } from './Collection.ts';
import { Document } from './Document.ts';
import { EmbeddingModel } from './EmbeddingModel.ts';
import { IndexJob } from './IndexJob.ts';
import { Mutation } from './Mutation.ts';
import { Query } from './Query.ts';
import { Subscription } from './Subscription.ts';

export const resolvers: Resolvers = {
  Collection,
  Document,
  EmbeddingModel,
  IndexJob,
  Mutation,
  Query,
  Subscription,
};
