import { PartUnavailable } from '../../../lib/errors.ts';
import type { ViewExplanationResolvers } from '../../../schema/generated/query.ts';

export const ViewExplanation: ViewExplanationResolvers = {
  expression: ({ expression }) => expression || null,
  async selectivity({ view, expression, seen, partitions, changes }, _args, { selectivity }) {
    if (expression === seen) return 1;
    try {
      const question = { view, expression, partitions: partitions ?? undefined };
      const [{ matching }, among] = await Promise.all([
        selectivity(question, changes),
        selectivity({ ...question, expression: seen }, changes),
      ]);
      return among.matching === 0 ? 1 : matching / among.matching;
    } catch (error) {
      if (error instanceof PartUnavailable) return null;
      throw error;
    }
  },
};
