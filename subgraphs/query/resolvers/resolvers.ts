import type { Resolvers } from '../../../schema/generated/query.ts';
import { Collection } from './Collection.ts';
import { Query } from './Query.ts';
import { SearchConnection } from './SearchConnection.ts';
import { SearchEdge } from './SearchEdge.ts';

export const resolvers: Resolvers = { Query, SearchConnection, SearchEdge, Collection };
