import type { EmbeddingClient, EmbeddingModel } from '../../../lib/embedding-client.ts';
import { PartRejected } from '../../../lib/errors.ts';
import { type PassageRow, passageKey } from '../../../lib/milvus/passage.ts';
import { encodeTerms } from '../../../lib/text/encode.ts';
import { splitPassages } from '../../../lib/text/passages.ts';
import { tokens } from '../../../lib/text/tokens.ts';
import type { ClaimedDocument } from './claim.ts';
import type { View } from './view.ts';

/** Code of the refusal to mix the vectors of two models: no document's fault. */
export const MODEL_MISMATCH = 'MODEL_MISMATCH';

/** A document with the passages to write; none where it was deleted. */
export interface PreparedDocument {
  document: ClaimedDocument;
  rows: PassageRow[];
}

/** Tokens of one passage with its title. Of a model that reads more, longer passages would say less of each part. */
const MAX_TOKENS = 448;
/** What is left of the model's tokens for its prefix and marks. */
const SPARE_TOKENS = 64;
const LEAST_TOKENS = 32;
/** The next passage repeats one of so many parts of a passage's tokens. */
const OVERLAP_PART = 7;
/** A title may take one of so many parts of a passage's tokens: a longer one is cut for embedding. */
const TITLE_PART = 3.5;

/**
 * Splits documents into passages, embeds these (title first, so that a passage carries what its document is about) and
 * analyses their terms.
 * @throws PartUnavailable where the embedding service is away; PartRejected where it refuses one of the texts, or has
 *   another model than the view
 */
export async function prepareDocuments(
  documents: readonly ClaimedDocument[],
  view: View,
  embedding: EmbeddingClient,
  signal: AbortSignal,
): Promise<PreparedDocument[]> {
  const alive = documents.filter((document) => !document.deleted);
  if (alive.length === 0) return documents.map((document) => ({ document, rows: [] }));
  const model = await embedding.describe();
  checkModel(model, view);
  const maxTokens = Math.max(LEAST_TOKENS, Math.min(MAX_TOKENS, model.maxTokens - SPARE_TOKENS));
  const titles = await embeddableTitles(alive, embedding, Math.floor(maxTokens / TITLE_PART));
  const passages = await Promise.all(
    alive.map((document, index) =>
      splitPassages(document.content, {
        maxTokens: maxTokens - (titles[index]?.tokens ?? 0),
        overlapTokens: Math.floor(maxTokens / OVERLAP_PART),
        countTokens: (texts) => embedding.countTokens(texts),
      }),
    ),
  );
  const texts = passages.flatMap((list, index) =>
    list.map((passage) => [titles[index]?.text, passage.text].filter(Boolean).join('\n')),
  );
  const vectors = texts.length > 0 ? await embedding.embed(texts, 'passage', { signal }) : [];
  let next = 0;
  const rows = new Map(
    alive.map((document, index) => {
      const list = passages[index] ?? [];
      const own = vectors.slice(next, next + list.length);
      next += list.length;
      return [document, passageRows(document, list, own)];
    }),
  );
  return documents.map((document) => ({ document, rows: rows.get(document) ?? [] }));
}

/** Vectors of two models, or of two versions of one, are never mixed. */
function checkModel(model: EmbeddingModel, view: View): void {
  if (
    model.name === view.modelName &&
    model.version === view.modelVersion &&
    model.dimensions === view.dimensions
  ) {
    return;
  }
  throw new PartRejected(
    'embedding',
    MODEL_MISMATCH,
    `the collection "${view.collectionName}" needs ${view.modelName} ${view.modelVersion} with ${view.dimensions} dimensions, but the service has ${model.name} ${model.version} with ${model.dimensions}`,
  );
}

async function embeddableTitles(
  documents: readonly ClaimedDocument[],
  embedding: EmbeddingClient,
  maxTokens: number,
) {
  const titles = documents.map((document) => document.title ?? '');
  const counts = titles.some((title) => title !== '') ? await embedding.countTokens(titles) : [];
  return titles.map((text, index) => {
    const tokens = counts[index] ?? 0;
    if (tokens <= maxTokens) return { text, tokens };
    // A cut may leave half of a surrogate pair, which servers refuse.
    const start = text.slice(0, (text.length * maxTokens) / tokens).toWellFormed();
    return { text: start, tokens: maxTokens };
  });
}

function passageRows(
  { documentId, revision, title, metadata }: ClaimedDocument,
  passages: readonly { text: string; start: number; end: number }[],
  vectors: readonly Float32Array[],
): PassageRow[] {
  const termsOf = (text: string) => tokens(text).map((token) => token.term);
  const titleTerms = termsOf(title ?? '');
  return passages.map(({ text, start, end }, ordinal) => ({
    key: passageKey(documentId, revision, ordinal),
    document: documentId,
    revision,
    ordinal,
    passages: passages.length,
    title: title ?? '',
    text,
    start,
    end,
    metadata,
    terms: encodeTerms([...titleTerms, ...termsOf(text)]),
    vector: vectors[ordinal] as Float32Array,
  }));
}
