import type { CollectionResolvers } from '../../../schema/generated/query.ts';

export const Collection: CollectionResolvers = {
  async __resolveReference(reference, { catalog }) {
    const key = 'id' in reference ? reference.id : reference.name;
    // What is in the snapshot answers without a look at PostgreSQL; a collection made a moment ago is not in it yet.
    const collection = catalog.find(key) ?? (await catalog.lookUp([key])).found[0];
    return collection ?? null;
  },
  searchStatistics: ({ id }, _args, { statistics }) => statistics.of(id),
};
