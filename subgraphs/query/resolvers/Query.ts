import { forOperators } from '../../../lib/operators.ts';
import type { QueryResolvers } from '../../../schema/generated/query.ts';

export const Query: QueryResolvers = {
  search: (_parent, { input, first, after }, { search }) => search({ input, first, after }),
  suggest: (_parent, args, { suggest }) => suggest(args),
  ...forOperators({
    searchStatistics: (_parent, _args, { statistics, recall }) => ({ ...statistics.all, recall: recall() }),
  } satisfies QueryResolvers),
};
