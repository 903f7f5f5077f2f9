import { encodeTerms } from '../../../lib/text/encode.ts';
import { withoutParts } from '../../../lib/text/pairs.ts';
import { tokens } from '../../../lib/text/tokens.ts';
import type { SearchRequest, Target } from './request.ts';

/** How many terms of its text a search by words looks for in a collection; repeated ones count each time. */
export const countTerms = ({ text }: SearchRequest, { collection: { view } }: Target): number =>
  tokens(text, view.spec.keywords.analyzer).length;

/** What a search by words looks for in a collection, as encoded terms. */
export function termsOf({ text }: SearchRequest, { collection: { view }, also }: Target): string {
  const termsIn = (words: string) => tokens(words, view.spec.keywords.analyzer).map(({ term }) => term);
  const asked = termsIn(text);
  const more = withoutParts(new Set(also.flatMap(termsIn))).difference(new Set(asked));
  return encodeTerms([...asked, ...more]);
}
