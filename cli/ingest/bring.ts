import type { Api } from '../api/client.ts';
import { Refused } from '../api/errors.ts';
import type { BroughtEmbeddings, SourceDocument } from '../documents/document.ts';
import { KeepEmbeddingsDocument } from '../generated/operations.ts';
import { type Patience, patiently } from './patience.ts';

/** A request brings embeddings of about so many characters, and at most as many as the server takes. */
const [mostEmbedded, mostEmbeddings] = [4_000_000, 10_000];
/** Embeddings of another model than the collection's, and those that a tenant brings, are of no use: the server makes its own. */
const useless = ['MODEL_MISMATCH', 'TENANT_NOT_ALLOWED'];

/** Sends the embeddings that come with documents ahead of them. */
export async function bring(
  api: Api,
  documents: readonly SourceDocument[],
  { collection, patience }: { collection: string; patience: Patience },
) {
  const byModel = Map.groupBy(
    documents.flatMap(({ brought }) => brought ?? []),
    ({ model }) => model,
  );
  for (const [of, brought] of byModel) {
    const at = of.lastIndexOf('@');
    const [model, version] = [of.slice(0, at), of.slice(at + 1)];
    for (const embeddings of portions(brought.flatMap((each) => each.embeddings))) {
      try {
        const input = { collection, model, version, embeddings };
        await patiently(() => api.request(KeepEmbeddingsDocument, { input }), patience);
      } catch (error) {
        if (!(error instanceof Refused) || !useless.some((code) => error.only(code))) throw error;
        break;
      }
    }
  }
}

function* portions(embeddings: BroughtEmbeddings['embeddings']): Generator<BroughtEmbeddings['embeddings']> {
  let [portion, characters]: [BroughtEmbeddings['embeddings'], number] = [[], 0];
  for (const embedding of embeddings) {
    if (portion.length === mostEmbeddings || characters > mostEmbedded) {
      yield portion;
      [portion, characters] = [[], 0];
    }
    portion.push(embedding);
    characters += embedding.vector.length;
  }
  if (portion.length > 0) yield portion;
}
