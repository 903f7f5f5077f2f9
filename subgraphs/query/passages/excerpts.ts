import type { PassageReader } from '../pages/passages.ts';
import type { ShownHit } from '../pages/present.ts';
import type { SearchRequest } from '../search/request.ts';
import type { SentenceVectors } from '../search/sentence-vectors.ts';
import type { Sources } from '../search/sources.ts';
import { aimedVector } from './aimed-vector.ts';
import { type BestPassage, bestPassages } from './best-passages.ts';
import { type BestSentence, bestSentence } from './best-sentence.ts';

/** What is told of the hits of one page when it is asked for. */
export interface Excerpts {
  bestPassages(hit: ShownHit, first: number): Promise<BestPassage[]>;
  /** Null for all but the first hits that it is asked for. */
  bestSentence(hit: ShownHit): Promise<BestSentence | null>;
}

/** Hits of a page whose sentences are embedded: of a hundred it would take many seconds. */
const HITS_WITH_SENTENCES = 20;

export function excerptsOf(
  request: SearchRequest,
  o: { sources: Sources; sentences: SentenceVectors; reader: PassageReader },
): Excerpts {
  const vectorBy = aimedVector(request, o.reader, o.sources);
  let withSentences = 0;
  return {
    bestPassages: (hit, first) => bestPassages(hit, first, { ...o, request, vectorBy }),
    async bestSentence(hit) {
      if (withSentences++ >= HITS_WITH_SENTENCES) return null;
      return bestSentence(hit, vectorBy, o.sentences);
    },
  };
}
