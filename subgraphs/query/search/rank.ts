import { arrange } from '../arrange/arrange.ts';
import type { PassageReader } from '../pages/passages.ts';
import { calibrations } from '../relevance/calibrations.ts';
import { threshold } from '../relevance/threshold.ts';
import type { Ranked } from './candidates.ts';
import { embed } from './embed.ts';
import { fuse } from './fuse.ts';
import { group } from './group.ts';
import type { Hooks } from './hooks.ts';
import type { Pipeline } from './pipeline.ts';
import type { SearchRequest } from './request.ts';
import type { Judges } from './rerank/judges.ts';
import { rerank } from './rerank/rerank.ts';
import { retrieve } from './retrieve.ts';
import type { Sources } from './sources.ts';

/** From a request to the ranked list of its documents. */
export function ranking(
  sources: Sources,
  hooks: Hooks,
  judges: Judges,
): (request: SearchRequest, pipeline: Pipeline, reader: PassageReader) => Promise<Ranked> {
  const [retrieveStage, fuseStage] = [retrieve(sources), fuse(calibrations(sources))];
  const arrangeStage = arrange(sources);
  return async (request, pipeline, reader) => {
    const embedded = await pipeline.run(embed(sources, reader), request);
    const retrieved = await pipeline.run(retrieveStage, embedded);
    const grouped = await pipeline.run(group, retrieved);
    const fused = await pipeline.run(fuseStage, grouped);
    const enough = request.minScore === undefined ? fused : await pipeline.run(threshold, fused);
    const found = await hooks.candidates(pipeline, enough);
    const ranked = request.rerank ? await pipeline.run(rerank(judges, reader), found) : found;
    return request.arrangement ? pipeline.run(arrangeStage, ranked) : ranked;
  };
}
