import type { Resolvers } from '../../../schema/generated/query.ts';
import { Collection } from './Collection.ts';
import { Query } from './Query.ts';
import { SearchConnection } from './SearchConnection.ts';
import { SearchEdge } from './SearchEdge.ts';
import { SearchUpdate } from './SearchUpdate.ts';
import { Subscription } from './Subscription.ts';

export const resolvers: Resolvers = {
  Query,
  SearchConnection,
  SearchEdge,
  SearchUpdate,
  Collection,
  Subscription,
};
