import type { TextEmbedder } from '../../../lib/embedding/text-embedder.ts';
import { sectionsOf } from '../../../lib/text/headings.ts';
import { splitPassages } from '../../../lib/text/passages.ts';
import type { ViewSpec } from '../../../lib/view-spec.ts';
import { givenFor } from '../documents/given.ts';
import type { ClaimedDocument } from './claim.ts';

/** A passage to be written; either its vector was given, or there is a text to embed. */
export interface PreparedPassage {
  text: string;
  start: number;
  end: number;
  headings: string[];
  vector?: Float32Array;
  /** Title, headings and text. */
  embeddable?: string;
}

/** A title, and the headings of a passage, may each take one of so many parts of its tokens: what is longer is cut. */
const CONTEXT_PART = 3.5;

/** The passages of a document: those that were given with it, or its content split. */
export async function passagesOf(
  document: ClaimedDocument,
  { model, passages: settings }: ViewSpec,
  embedding: TextEmbedder,
): Promise<PreparedPassage[]> {
  const given = givenFor(document, model);
  if (given) return given.map((passage) => ({ ...passage, headings: [] }));
  const { content } = document;
  const most = Math.floor(settings.maxTokens / CONTEXT_PART);
  const title = await fitting(document.title ?? '', most, embedding);
  const spare = settings.headings ? await headingTokens(content, most, embedding) : 0;
  const passages = await splitPassages(content, {
    maxTokens: settings.maxTokens - title.tokens - spare,
    overlapTokens: settings.overlapTokens,
    headings: settings.headings,
    countTokens: (texts) => embedding.countTokens(texts),
  });
  const contexts = await Promise.all(
    passages.map(({ headings }) => fitting(headings.join(' › '), spare, embedding)),
  );
  return passages.map((passage, index) => ({
    ...passage,
    embeddable: [title.text, contexts[index]?.text, passage.text].filter(Boolean).join('\n'),
  }));
}

/** Tokens to be spared for the headings of a content's passages. */
async function headingTokens(content: string, most: number, embedding: TextEmbedder): Promise<number> {
  const paths = new Set(sectionsOf(content).map(({ path }) => path.join(' › ')));
  paths.delete('');
  if (paths.size === 0) return 0;
  return Math.min(most, Math.max(...(await embedding.countTokens([...paths]))));
}

/** A text, or its beginning where it has more tokens than it may. */
async function fitting(
  text: string,
  most: number,
  embedding: TextEmbedder,
): Promise<{ text: string; tokens: number }> {
  if (text === '' || most === 0) return { text: '', tokens: 0 };
  const [tokens = 0] = await embedding.countTokens([text]);
  if (tokens <= most) return { text, tokens };
  // A cut may leave half of a surrogate pair, which servers refuse.
  return { text: text.slice(0, (text.length * most) / tokens).toWellFormed(), tokens: most };
}
