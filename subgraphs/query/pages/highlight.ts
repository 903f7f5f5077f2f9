import type { PassageFields } from '../../../lib/milvus/passage.ts';
import { highlight } from '../../../lib/text/highlight.ts';
import { type Analyzer, tokens } from '../../../lib/text/tokens.ts';
import type { Highlight } from '../../../schema/generated/query.ts';

const FRAGMENTS = 3;
/** Length of a fragment, in UTF-16 code units. */
const FRAGMENT_SIZE = 160;

/** Finds the words of one search in a hit. */
export type Matcher = (row: PassageFields, analyzer: Analyzer) => Highlight[];

export function matcherOf(text: string): Matcher {
  const byAnalyzer = new Map<Analyzer, Set<string>>();
  return ({ title, text: passage, start }, analyzer) => {
    const terms = byAnalyzer.get(analyzer) ?? new Set(tokens(text, analyzer).map(({ term }) => term));
    byAnalyzer.set(analyzer, terms);
    const inTitle = highlight(title, terms, { fragments: 1, size: Math.max(title.length, 1), analyzer });
    const inContent = highlight(passage, terms, { fragments: FRAGMENTS, size: FRAGMENT_SIZE, analyzer })
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
