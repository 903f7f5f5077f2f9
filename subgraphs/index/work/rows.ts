import { withReadScopes } from '../../../lib/access.ts';
import { columnBytes, type PassageRow, passageKey } from '../../../lib/milvus/passage.ts';
import { encodeTerms } from '../../../lib/text/encode.ts';
import { tokens } from '../../../lib/text/tokens.ts';
import type { KeywordSettings, ViewSpec } from '../../../lib/view-spec.ts';
import type { ClaimedDocument } from './claim.ts';
import type { PreparedPassage } from './passages.ts';

/** The rows of a document's passages, as a view keeps them. */
export function rowsOf(
  document: ClaimedDocument,
  passages: readonly PreparedPassage[],
  vectors: readonly Float32Array[],
  { keywords }: ViewSpec,
): PassageRow[] {
  const { documentId, revision, title, metadata, partition, expiresAt, readScopes } = document;
  const [ofTitle, ofFields] = passages.length > 0 ? sharedTerms(document, keywords) : [[], []];
  return passages.map(({ text, start, end, headings }, ordinal) => ({
    key: passageKey(documentId, revision, ordinal),
    document: documentId,
    revision,
    ordinal,
    passages: passages.length,
    title: title ?? '',
    text,
    start,
    end,
    headings,
    partition: partition ?? '',
    expires: expiresAt?.getTime() ?? 0,
    metadata: withReadScopes(metadata, readScopes),
    terms: encodeTerms(
      // Where not all fit, those of equal weight stay in this order.
      [
        ...ofTitle,
        ...weighted([...headings, text].join('\n'), keywords.contentWeight, keywords),
        ...ofFields,
      ],
      columnBytes.terms,
    ),
    vector: vectors[ordinal] as Float32Array,
  }));
}

/** Terms that each passage of a document has: those of its title and of its fields. */
function sharedTerms(
  { title, metadata }: ClaimedDocument,
  keywords: KeywordSettings,
): [ofTitle: string[], ofFields: string[]] {
  const fields = keywords.fields.flatMap(({ field, weight }) => {
    const value = metadata[field];
    const texts = Array.isArray(value) ? value : [value];
    return texts.flatMap((text) => (typeof text === 'string' ? weighted(text, weight, keywords) : []));
  });
  return [weighted(title ?? '', keywords.titleWeight, keywords), fields];
}

/** A term of weight n counts as if it stood there n times. */
function weighted(text: string, weight: number, { analyzer }: KeywordSettings): string[] {
  if (weight === 0) return [];
  const terms = tokens(text, analyzer).map(({ term }) => term);
  return Array.from({ length: weight }, () => terms).flat();
}
