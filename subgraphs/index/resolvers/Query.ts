import { userError } from '../../../lib/errors.ts';
import { forOperators, forUnlimited } from '../../../lib/operators.ts';
import type { QueryResolvers } from '../../../schema/generated/index.ts';
import { findCollection } from '../collections/collection.ts';
import { listCollections } from '../collections/list.ts';
import { documentChanges } from '../documents/changes.ts';
import { checkAddition } from '../documents/check.ts';
import { listDocuments } from '../documents/list.ts';
import { listJobs } from '../jobs/list.ts';
import { indexing } from './Indexing.ts';

export const Query: QueryResolvers = {
  collection(_query, { name, id }, { load }) {
    if (name && !id) return load.collectionByName.load(name);
    if (id && !name) return load.collectionById.load(id);
    throw userError.badInput('collection', 'give either its name or its id.');
  },
  collections: (_query, page, { db, caller }) => listCollections(db, page, caller),
  async document(_query, { collection, documentId }, { db, load, scope }) {
    const found = await findCollection(db, collection, 'collection', scope.caller);
    return load.documentByKey.load({ collectionId: found.id, key: scope.keyIn(found, documentId) });
  },
  documents: (_query, request, { db, scope }) => listDocuments(db, request, scope),
  documentChanges: (_query, request, { db, scope }) => documentChanges(db, request, scope),
  models: async (_query, _args, { models, load }) =>
    (await models.list()).map(({ spec }) => {
      load.model.clear(spec);
      return spec;
    }),
  ...forUnlimited({
    checkDocuments: (_query, { input }, { db, scope }) => checkAddition(db, input, scope),
    indexJob: (_query, { id }, { load }) => load.job.load(id),
    indexJobs: (_query, request, { db, scope }) => listJobs(db, request, scope.caller),
  } satisfies QueryResolvers),
  ...forOperators({ indexing: (_query, _args, context) => indexing(context) } satisfies QueryResolvers),
};
