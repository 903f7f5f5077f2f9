import type { PassageFields } from '../../../lib/milvus/passage.ts';
import { highlight } from '../../../lib/text/highlight.ts';
import { type Phrase, phraseOf } from '../../../lib/text/phrases.ts';
import { tokens } from '../../../lib/text/tokens.ts';
import type { Highlight } from '../../../schema/generated/query.ts';
import type { SearchRequest, Target } from '../search/request.ts';

const FRAGMENTS = 3;
/** Length of a fragment, in UTF-16 code units. */
const FRAGMENT_SIZE = 160;

/** Finds the words of one search in a hit. */
export type Matcher = (row: PassageFields, target: Target) => Highlight[];

export function matcherOf(request: SearchRequest): Matcher {
  const byTarget = new Map<Target, Wanted>();
  return ({ title, text: passage, start }, target) => {
    const { terms, phrases } = byTarget.get(target) ?? wantedIn(target, request);
    byTarget.set(target, { terms, phrases });
    const by = { analyzer: target.collection.view.spec.keywords.analyzer, phrases };
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

function wantedIn({ collection, also }: Target, { loose, conditions }: SearchRequest): Wanted {
  const { analyzer } = collection.view.spec.keywords;
  return {
    terms: new Set(tokens(loose, analyzer).map(({ term }) => term)),
    phrases: [...conditions.required, ...also].map((text) => phraseOf(text, analyzer)),
  };
}

/** A text without any of the words gives its beginning, which highlights nothing. */
const isMarked = ({ html }: { html: string }) => html.includes('<mark>');
