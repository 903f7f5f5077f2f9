import { parseDocumentKey } from '../../../lib/document-key.ts';
import { documentGlobalId, positionOf } from '../../../lib/ids.ts';
import type { SearchUpdateResolvers } from '../../../schema/generated/query.ts';
import { matcherOf } from '../pages/highlight.ts';

export const SearchUpdate: SearchUpdateResolvers = {
  fresh: ({ sequence }) => sequence === 1,
  changes({ changes, result: { request, snapshot } }, _args, { excerpts }) {
    const shared = { snapshot, request, matcher: matcherOf(request), excerpts: excerpts(request) };
    return changes.map(({ kind, hit, place, previousPlace }) => {
      const { id, name } = hit.target.collection;
      return {
        kind,
        id: documentGlobalId(id, hit.row.document),
        collectionName: name,
        documentId: parseDocumentKey(hit.row.document).documentId,
        place: place ?? null,
        previousPlace: previousPlace ?? null,
        edge: kind === 'LEFT' ? null : { ...hit, ...shared },
      };
    });
  },
  page: ({ result }) => result,
  positions: ({ result }) =>
    result.request.targets.map(({ collection: { id, view } }) => positionOf(id, view.appliedPosition)),
};
