import { PartUnavailable } from '../../../lib/errors.ts';
import type { ViewExplanationResolvers } from '../../../schema/generated/query.ts';

export const ViewExplanation: ViewExplanationResolvers = {
  expression: ({ expression }) => expression || null,
  async selectivity({ view, expression, partitions, changes }, _args, { selectivity }) {
    if (expression === '') return 1;
    try {
      const question = { view, expression, partitions: partitions ?? undefined };
      const { rows, matching } = await selectivity(question, changes);
      return rows === 0 ? 1 : matching / rows;
    } catch (error) {
      if (error instanceof PartUnavailable) return null;
      throw error;
    }
  },
};
