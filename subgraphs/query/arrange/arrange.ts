import { presentValue } from '../../../lib/filter/present.ts';
import type { Ranked, RankedHit } from '../search/candidates.ts';
import type { Stage } from '../search/pipeline.ts';
import type { Sources } from '../search/sources.ts';
import { boosted } from './boost.ts';
import { type Candidate, candidatesOf } from './candidate.ts';
import { collapsed } from './collapse.ts';
import { groupedBy } from './group-by.ts';
import { sorted } from './sort.ts';

/**
 * Boosts, collapses, sorts and groups the ranked documents, in this order, by what is known of them. Without any of these it
 * hands them on, and nothing is read.
 */
export function arrange(sources: Pick<Sources, 'columns' | 'vectors'>): Stage<Ranked, Ranked> {
  return {
    name: 'arrange',
    async run(ranked) {
      const { request, hits } = ranked;
      const { arrangement } = request;
      if (!arrangement || hits.length === 0) return ranked;
      const { sort, groupBy, collapse } = arrangement;
      let candidates = boosted(
        await candidatesOf(hits, request, arrangement, sources),
        arrangement,
        Date.now(),
      );
      if (collapse) candidates = await collapsed(candidates, request, sources);
      candidates = sorted(candidates, sort);
      if (!groupBy) return { ...ranked, hits: candidates.map(toHit) };
      const groups = groupedBy(candidates, groupBy).map(({ value, members }): RankedHit => {
        const [head, ...others] = members.map(toHit) as [RankedHit, ...RankedHit[]];
        const shown = presentValue(value, groupBy.type) as string | number | boolean | null;
        return { ...head, group: { value: value === null ? null : shown, others } };
      });
      return { ...ranked, hits: groups };
    },
  };
}

const toHit = ({ hit, collapsed }: Candidate): RankedHit => ({ ...hit, collapsed });
