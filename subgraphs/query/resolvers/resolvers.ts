import type { Resolvers } from '../../../schema/generated/query.ts';
import { Collection } from './Collection.ts';
import { Query } from './Query.ts';
import { SearchConnection } from './SearchConnection.ts';
import { SearchEdge } from './SearchEdge.ts';
import { SearchExplanation } from './SearchExplanation.ts';
import { TitleSuggestion } from './TitleSuggestion.ts';
import { ViewExplanation } from './ViewExplanation.ts';

export const resolvers: Resolvers = {
  Query,
  SearchConnection,
  SearchEdge,
  SearchExplanation,
  ViewExplanation,
  TitleSuggestion,
  Collection,
};
