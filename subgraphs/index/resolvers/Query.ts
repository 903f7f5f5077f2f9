import { userError } from '../../../lib/errors.ts';
import type { QueryResolvers } from '../../../schema/generated/index.ts';
import { findCollection } from '../collections/collection.ts';
import { listCollections } from '../collections/list.ts';
import { listDocuments } from '../documents/list.ts';
import { listJobs } from '../jobs/list.ts';

export const Query: QueryResolvers = {
  collection(_query, { name, id }, { load }) {
    if (name && !id) return load.collectionByName.load(name);
    if (id && !name) return load.collectionById.load(id);
    throw userError.badInput('collection', 'give either its name or its id.');
  },
  collections: (_query, page, { db }) => listCollections(db, page),
  async document(_query, { collection, documentId }, { db, load }) {
    const { id } = await findCollection(db, collection, 'collection');
    return load.documentById.load({ collectionId: id, documentId });
  },
  documents: (_query, request, { db }) => listDocuments(db, request),
  indexJob: (_query, { id }, { load }) => load.job.load(id),
  indexJobs: (_query, request, { db }) => listJobs(db, request),
};
