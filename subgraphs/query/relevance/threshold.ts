import type { Ranked } from '../search/candidates.ts';
import type { Stage } from '../search/pipeline.ts';
import { relevanceOf } from './relevance.ts';

/** Leaves the documents that are relevant enough, in their order. */
export const threshold: Stage<Ranked, Ranked> = {
  name: 'threshold',
  async run(ranked) {
    const { request, branches, hits, exact } = ranked;
    const { minScore } = request;
    if (minScore === undefined) return ranked;
    const enough = hits.filter((hit) => relevanceOf(branches, hit) >= minScore);
    // Whatever was not found is at most as relevant as a document that every branch's worst candidate would be.
    const found = branches.map(() => null);
    const others = request.targets.map((_, target) => relevanceOf(branches, { target, found }));
    return { ...ranked, hits: enough, exact: exact || others.every((relevance) => relevance < minScore) };
  },
};
