import type { PassageFields } from '../../../lib/milvus/passage.ts';
import { highlight } from '../../../lib/text/highlight.ts';
import { tokens } from '../../../lib/text/tokens.ts';
import type { Highlight } from '../../../schema/generated/query.ts';

const FRAGMENTS = 3;
/** Length of a fragment, in UTF-16 code units. */
const FRAGMENT_SIZE = 160;

/** Finds the words of one search in a hit. */
export type Matcher = (row: PassageFields) => Highlight[];

export function matcherOf(text: string): Matcher {
  let terms: Set<string> | undefined;
  return ({ title, text: passage, start }) => {
    terms ??= new Set(tokens(text).map(({ term }) => term));
    const inTitle = highlight(title, terms, { fragments: 1, size: Math.max(title.length, 1) });
    const inContent = highlight(passage, terms, { fragments: FRAGMENTS, size: FRAGMENT_SIZE })
      // Places in the content, of which the passage is a part.
      .map((fragment) => ({ ...fragment, start: fragment.start + start, end: fragment.end + start }))
      .sort((a, b) => a.start - b.start);
    return [
      { field: 'title', fragments: inTitle.filter(isMarked) },
      { field: 'content', fragments: inContent.filter(isMarked) },
    ].filter(({ fragments }) => fragments.length > 0);
  };
}

/** A text without any of the words gives its beginning, which highlights nothing. */
const isMarked = ({ html }: { html: string }) => html.includes('<mark>');
