import type { Embedded, Grouped, Ranked } from './candidates.ts';
import { embed } from './embed.ts';
import { fuse } from './fuse.ts';
import { group } from './group.ts';
import type { Pipeline } from './pipeline.ts';
import type { SearchRequest } from './request.ts';
import { retrieve } from './retrieve.ts';
import type { Sources } from './sources.ts';

/** Told what a list was ranked by. */
export type Look = (seen: Pick<Embedded, 'request' | 'vectors'> & Pick<Grouped, 'branches'>) => void;

/** From a request to the ranked list of its documents. */
export function ranking(
  sources: Sources,
): (request: SearchRequest, pipeline: Pipeline, look?: Look) => Promise<Ranked> {
  const [embedStage, retrieveStage] = [embed(sources), retrieve(sources)];
  return async (request, pipeline, look) => {
    const embedded = await pipeline.run(embedStage, request);
    const retrieved = await pipeline.run(retrieveStage, embedded);
    const grouped = await pipeline.run(group, retrieved);
    look?.({ request, vectors: embedded.vectors, branches: grouped.branches });
    return pipeline.run(fuse, grouped);
  };
}
