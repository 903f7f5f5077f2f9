import type { Caller } from '../../../lib/caller.ts';
import { PartUnavailable } from '../../../lib/errors.ts';
import { isStopWord } from '../../../lib/text/english.ts';
import { units } from '../../../lib/text/tokens.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import type { Sources } from '../search/sources.ts';
import { type Corrected, corrected, corrector, NOTHING } from './corrections.ts';
import type { Dictionaries } from './dictionaries.ts';
import { scopeOf } from './followed.ts';
import type { SynonymReader } from './synonyms.ts';

/** Texts that are searched for beside what was asked, for one collection. */
const MOST_ALSO = 64;

/** Words of a text in which a misspelt one counts; among more of them the others carry the search. */
const FEW_WORDS = 6;

/**
 * Finds out what a search by words should look for beside its words: what misspelt ones were meant to be, and the synonyms of each
 * collection. What cannot be found out is among the doubts of the request.
 */
export function understanding(o: { synonyms: SynonymReader; dictionaries: Dictionaries; sources: Sources }) {
  const correct = corrector(o.dictionaries, o.sources);

  async function correctionsOf(request: SearchRequest, { tenant }: Caller): Promise<Corrected> {
    if (!request.typos || (await o.sources.lacksKeywordSearch())) return NOTHING;
    return correct(
      request,
      request.targets.map(({ collection }) => scopeOf(collection, tenant)),
    );
  }

  async function synonymsOf({ collection }: Target, text: string): Promise<string[]> {
    if (collection.synonymsVersion === 0) return [];
    const known = await o.synonyms.of(collection);
    return known?.of(units(text, collection.view.spec.keywords.analyzer)) ?? [];
  }

  return async (request: SearchRequest, caller: Caller): Promise<SearchRequest> => {
    if (request.mode === 'SEMANTIC' || request.mode === 'IMAGE') return request;
    const doubts = new Set(request.doubts);
    const unless = <T>(asked: Promise<T>, otherwise: T, what: string) =>
      asked.catch((error) => {
        if (!(error instanceof PartUnavailable)) throw error;
        doubts.add(`Searched without ${what}: ${error.message}`);
        return otherwise;
      });
    const { sure, all } = await unless(
      correctionsOf(request, caller),
      NOTHING,
      'corrections of misspelt words',
    );
    const searched = wordsIn(request.text) <= FEW_WORDS ? sure : NOTHING.sure;
    // No document has the words that were misspelt: nothing is lost without them.
    const [text, loose] = [corrected(request.text, searched), corrected(request.loose, searched)];
    const targets = await Promise.all(
      request.targets.map(async (target): Promise<Target> => {
        const what = `the synonyms of "${target.collection.name}"`;
        const synonyms = await unless(synonymsOf(target, loose), [], what);
        return { ...target, also: synonyms.slice(0, MOST_ALSO) };
      }),
    );
    return {
      ...request,
      text,
      loose,
      targets: targets as [Target, ...Target[]],
      doubts: [...doubts],
      didYouMean: all.size > 0 ? corrected(request.given, all) : undefined,
    };
  };
}

/** Without stop words, and without the characters of scripts that are written without spaces. */
const wordsIn = (text: string) =>
  units(text).filter(({ term }) => term.length > 1 && !isStopWord(term)).length;
