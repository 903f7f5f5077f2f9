import { PartUnavailable } from '../../../lib/errors.ts';
import { units } from '../../../lib/text/tokens.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import type { SynonymReader } from './synonyms.ts';

/** Texts that are searched for beside what was asked, for one collection. */
const MOST_ALSO = 64;

/** Finds out what a search by words should look for beside its words: synonyms of each collection. */
export function understanding(synonyms: SynonymReader): (request: SearchRequest) => Promise<SearchRequest> {
  return async (request) => {
    if (request.mode === 'SEMANTIC' || request.mode === 'IMAGE') return request;
    const doubts = new Set(request.doubts);
    const targets = await Promise.all(
      request.targets.map(async (target) => {
        const also = await withSynonyms(target, request.loose).catch((error) => {
          if (!(error instanceof PartUnavailable)) throw error;
          doubts.add(`Searched without the synonyms of "${target.collection.name}": ${error.message}`);
          return [];
        });
        return also.length > 0 ? { ...target, also: also.slice(0, MOST_ALSO) } : target;
      }),
    );
    return { ...request, targets: targets as [Target, ...Target[]], doubts: [...doubts] };
  };

  async function withSynonyms({ collection }: Target, text: string): Promise<string[]> {
    if (collection.synonymsVersion === 0) return [];
    const known = await synonyms.of(collection);
    return known?.of(units(text, collection.view.spec.keywords.analyzer)) ?? [];
  }
}
