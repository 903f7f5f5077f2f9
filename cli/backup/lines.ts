import { stringifyJson64 } from '../../lib/json64.ts';
import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import {
  type CollectionSettingsFragment,
  DocumentChangesDocument,
  type DocumentChangesQuery,
} from '../generated/operations.ts';
import { type Patience, patiently } from '../ingest/patience.ts';

/** A page without vectors, and with them: these are a multiple of the text. */
const [pageOfText, pageOfVectors] = [1_000, 200];

/** How far the documents of a collection were read, and what that gave. */
export interface ReadSoFar {
  /** Where reading goes on. */
  cursor: string | null;
  /** The collection's position, and its documents there, as the last page was read. */
  position: string;
  documents: number | null;
  /** Lines that were made. A document that changed meanwhile has one more. */
  lines: number;
  /** Of these, documents that expire. */
  expiring: number;
}

export interface LineOptions {
  /** With the vectors that the server has made. Those that were given are there always. */
  vectors: boolean;
  patience: Patience;
}

type Change = NonNullable<DocumentChangesQuery['documentChanges']>['edges'][number];

/** Before anything was read. */
export function nothingRead({ position }: CollectionSettingsFragment): ReadSoFar {
  return { cursor: null, position, documents: null, lines: 0, expiring: 0 };
}

/**
 * The documents of a collection as lines of JSON, a page at a time, each with its line end. Where one changes while they are
 * read it comes again, and where it is deleted a line says that, so that the lines up to the end of the last page, in their
 * order, are the collection as it is then.
 * @param collection as it was before anything was read
 * @param so goes on from there, and is carried on with each page
 */
export async function* linesOf(
  api: Api,
  collection: CollectionSettingsFragment,
  so: ReadSoFar,
  { vectors, patience }: LineOptions,
): AsyncGenerator<string> {
  const first = vectors ? pageOfVectors : pageOfText;
  for (;;) {
    const variables = {
      collection: collection.id,
      first,
      after: so.cursor,
      deletionsAfter: collection.position,
      vectors,
    };
    const answer = await patiently(() => api.request(DocumentChangesDocument, variables), patience);
    const { edges, pageInfo, position, documentCount } = answered(answer.documentChanges);
    const lines = edges.map((change) => lineOf(change, collection));
    so.cursor = pageInfo.endCursor ?? so.cursor;
    so.position = position;
    so.documents = documentCount;
    so.lines += lines.length;
    so.expiring += edges.filter(({ node }) => node?.expiresAt).length;
    if (lines.length > 0) yield lines.join('');
    if (!pageInfo.hasNextPage) return;
  }
}

function lineOf(change: Change, { embeddingModel: model, partitionBy }: CollectionSettingsFragment): string {
  const { documentId, node } = change;
  const tenant = change.tenant === null ? {} : { tenant: change.tenant };
  if (!node) return `${stringifyJson64({ documentId, ...tenant, deleted: true })}\n`;
  const passages = node.givenPassages ?? node.passages;
  const line = {
    documentId,
    ...(node.title !== null && { title: node.title }),
    content: node.content,
    metadata: node.metadata,
    ...(node.expiresAt !== null && { expiresAt: node.expiresAt }),
    ...(node.readScopes?.length && { readScopes: node.readScopes }),
    ...(partitionBy.by === 'NAME' && { partition: node.partition }),
    ...tenant,
    ...(node.images?.length && { images: node.images.map(({ data }) => data) }),
    ...(passages?.length && { embeddingModel: `${model.name}@${model.version}`, passages }),
  };
  return `${stringifyJson64(line)}\n`;
}
