import type { Resolvers } from '../../../schema/generated/query.ts';
import { Collection } from './Collection.ts';
import { Passage } from './Passage.ts';
import { Query } from './Query.ts';
import { SearchConnection } from './SearchConnection.ts';
import { SearchEdge } from './SearchEdge.ts';
import { SearchExplanation } from './SearchExplanation.ts';
import { SearchUpdate } from './SearchUpdate.ts';
import { Subscription } from './Subscription.ts';
import { TitleSuggestion } from './TitleSuggestion.ts';
import { ViewExplanation } from './ViewExplanation.ts';

export const resolvers: Resolvers = {
  Query,
  SearchConnection,
  SearchEdge,
  SearchExplanation,
  ViewExplanation,
  TitleSuggestion,
  SearchUpdate,
  Subscription,
  Passage,
  Collection,
};
