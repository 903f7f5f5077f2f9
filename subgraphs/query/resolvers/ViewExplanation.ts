import { PartUnavailable } from '../../../lib/errors.ts';
import type { ViewExplanationResolvers } from '../../../schema/generated/query.ts';

export const ViewExplanation: ViewExplanationResolvers = {
  expression: ({ expression }) => expression || null,
  selectivity: ({ view, expression, seen }, _args, { selectivity }) =>
    selectivity(view, expression, seen).catch((error) => {
      if (error instanceof PartUnavailable) return null;
      throw error;
    }),
};
