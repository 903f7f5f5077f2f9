import { PartUnavailable } from '../../../lib/errors.ts';
import type { ViewExplanationResolvers } from '../../../schema/generated/query.ts';

export const ViewExplanation: ViewExplanationResolvers = {
  expression: ({ expression }) => expression || null,
  selectivity: ({ view, expression }, _args, { selectivity }) =>
    selectivity(view, expression).catch((error) => {
      if (error instanceof PartUnavailable) return null;
      throw error;
    }),
};
