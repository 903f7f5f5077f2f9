import { parseDocumentKey } from '../../../lib/document-key.ts';
import { presentMetadata } from '../../../lib/filter/present.ts';
import { documentGlobalId } from '../../../lib/ids.ts';
import { rebuildContent } from '../../../lib/text/rebuild.ts';
import type { Document, SearchEdgeResolvers } from '../../../schema/generated/query.ts';
import type { Matcher } from '../pages/highlight.ts';
import type { PassageReader } from '../pages/passages.ts';
import type { ShownHit } from '../pages/present.ts';
import type { Snapshot } from '../pages/snapshot.ts';
import type { Excerpts } from '../passages/excerpts.ts';
import { relevanceOf } from '../relevance/relevance.ts';
import { explainHit } from '../search/explain.ts';
import type { SearchRequest } from '../search/request.ts';
import { selects } from './selects.ts';

/** A hit, with what highlights it and what explains it. */
export interface EdgeRow extends ShownHit {
  snapshot: Pick<Snapshot, 'branches'>;
  request: SearchRequest;
  matcher: Matcher;
  excerpts: Excerpts;
}

export const SearchEdge: SearchEdgeResolvers = {
  group: ({ group, snapshot, request, matcher, excerpts }) =>
    group
      ? { ...group, hits: group.hits.map((hit) => ({ ...hit, snapshot, request, matcher, excerpts })) }
      : null,
  highlights: ({ row, matcher, target }) => matcher(row, target),
  image: ({ place }) => place.image ?? null,
  relevance: ({ snapshot, place, request }) =>
    request.aim?.unlike.length || request.mode === 'IMAGE' ? null : relevanceOf(snapshot.branches, place),
  explain: ({ snapshot, place, request }) =>
    explainHit(snapshot.branches, place, request.collectionWeights?.[place.target] ?? 1),
  passage: ({ row, target: { collection } }) => ({ ...row, view: collection.view }),
  passages: (hit, { first }) => hit.excerpts.bestPassages(hit, first),
  bestSentence: (hit) => hit.excerpts.bestSentence(hit),
  node(hit, _args, { reader }, info) {
    // Only the passage is at hand: the rest of a long document is read when someone wants it.
    return hit.row.passages > 1 && selects(info, 'content')
      ? wholeDocument(hit, reader)
      : documentOf(hit, hit.row.text);
  },
};

/** null where it was replaced or deleted since it was found. */
async function wholeDocument(hit: ShownHit, reader: PassageReader): Promise<Document | null> {
  const { row, target } = hit;
  const { document, revision } = row;
  const { milvusName: view } = target.collection.view;
  const passages = await reader.passages({ view, document, revision });
  return passages.length < row.passages ? null : documentOf(hit, rebuildContent(passages));
}

function documentOf({ row, target: { collection } }: ShownHit, content: string): Document {
  return {
    id: documentGlobalId(collection.id, row.document),
    collectionName: collection.name,
    documentId: parseDocumentKey(row.document).documentId,
    title: row.title || null,
    content,
    metadata: presentMetadata(row.metadata, collection.fields),
    revision: row.revision,
  };
}
