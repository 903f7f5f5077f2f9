import type { Scored } from '../rerank/protocol.ts';
import type { Reranker } from '../rerank/reranker.ts';
import { apiError } from './api-error.ts';

/** The body of POST /v1/rerank, in the shape of Jina and Cohere. */
export interface RerankRequest {
  model: string | undefined;
  query: string;
  documents: string[];
  /** Results at most; undefined: all. */
  topN: number | undefined;
  returnDocuments: boolean;
}

const MOST_DOCUMENTS = 1_000;
/** Characters. */
const LONGEST_QUERY = 10_000;

/** @throws ApiError that names the parameter */
export function parseRerankRequest(body: Record<string, unknown>): RerankRequest {
  const { query, documents } = body;
  const model = body.model ?? undefined;
  const topN = body.top_n ?? undefined;
  const returnDocuments = body.return_documents ?? false;
  if (model !== undefined && typeof model !== 'string') throw apiError.invalid('model', 'must be a text.');
  if (typeof query !== 'string' || query.trim() === '') {
    throw apiError.invalid('query', 'must be a text that is not empty.');
  }
  if (query.length > LONGEST_QUERY) {
    throw apiError.invalid('query', `has ${query.length} characters; at most ${LONGEST_QUERY} are taken.`);
  }
  if (!Array.isArray(documents) || documents.length === 0 || documents.length > MOST_DOCUMENTS) {
    throw apiError.invalid('documents', `must be a list of 1 to ${MOST_DOCUMENTS} texts.`);
  }
  if (topN !== undefined && !(Number.isInteger(topN) && (topN as number) >= 1)) {
    throw apiError.invalid('top_n', 'must be a whole number from 1.');
  }
  if (typeof returnDocuments !== 'boolean') {
    throw apiError.invalid('return_documents', 'must be true or false.');
  }
  return {
    model,
    query,
    documents: documents.map(textOf),
    topN: topN as number | undefined,
    returnDocuments,
  };
}

/** A document is a text, or an object with one. */
function textOf(document: unknown, index: number): string {
  const text =
    typeof document === 'object' && document !== null ? (document as { text?: unknown }).text : document;
  if (typeof text !== 'string') {
    throw apiError.invalid(`documents[${index}]`, 'must be a text, or an object with a text.');
  }
  return text;
}

/** The best first; a score is the model's logit brought between 0 and 1. */
export function rerankAnswer(
  { documents, topN, returnDocuments }: RerankRequest,
  scored: readonly Scored[],
  { name }: Pick<Reranker, 'name'>,
) {
  const tokens = scored.reduce((sum, { tokens }) => sum + tokens, 0);
  const results = scored
    .map(({ logit }, index) => ({
      index,
      relevance_score: 1 / (1 + Math.exp(-logit)),
      ...(returnDocuments && { document: { text: documents[index] } }),
    }))
    .sort((a, b) => b.relevance_score - a.relevance_score || a.index - b.index)
    .slice(0, topN);
  return {
    object: 'list',
    model: name,
    results,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
