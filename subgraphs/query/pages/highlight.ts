import type { PassageFields } from '../../../lib/milvus/passage.ts';
import { highlight } from '../../../lib/text/highlight.ts';
import { type Phrase, phraseOf } from '../../../lib/text/phrases.ts';
import { type Analyzer, tokens } from '../../../lib/text/tokens.ts';
import type { Highlight } from '../../../schema/generated/query.ts';
import type { SearchRequest } from '../search/request.ts';

const FRAGMENTS = 3;
/** Length of a fragment, in UTF-16 code units. */
const FRAGMENT_SIZE = 160;

/** Finds the words of one search in a hit. */
export type Matcher = (row: PassageFields, analyzer: Analyzer) => Highlight[];

export function matcherOf(request: SearchRequest): Matcher {
  const byAnalyzer = new Map<Analyzer, Wanted>();
  return ({ title, text: passage, start }, analyzer) => {
    const { terms, phrases } = byAnalyzer.get(analyzer) ?? wantedBy(request, analyzer);
    byAnalyzer.set(analyzer, { terms, phrases });
    const by = { analyzer, phrases };
    const inTitle = highlight(title, terms, { fragments: 1, size: Math.max(title.length, 1), ...by });
    const inContent = highlight(passage, terms, { fragments: FRAGMENTS, size: FRAGMENT_SIZE, ...by })
      // Places in the content, of which the passage is a part.
      .map((fragment) => ({ ...fragment, start: fragment.start + start, end: fragment.end + start }))
      .sort((a, b) => a.start - b.start);
    return [
      { field: 'title', fragments: inTitle.filter(isMarked) },
      { field: 'content', fragments: inContent.filter(isMarked) },
    ].filter(({ fragments }) => fragments.length > 0);
  };
}

/** What of a search is marked: its words, and its phrases where they stand as such. */
interface Wanted {
  terms: ReadonlySet<string>;
  phrases: readonly Phrase[];
}

function wantedBy({ loose, conditions }: SearchRequest, analyzer: Analyzer): Wanted {
  return {
    terms: new Set(tokens(loose, analyzer).map(({ term }) => term)),
    phrases: conditions.required.map((text) => phraseOf(text, analyzer)),
  };
}

/** A text without any of the words gives its beginning, which highlights nothing. */
const isMarked = ({ html }: { html: string }) => html.includes('<mark>');
