import { mayUse } from '../../../lib/access.ts';
import type { CollectionResolvers } from '../../../schema/generated/query.ts';

export const Collection: CollectionResolvers = {
  async __resolveReference(reference, { catalog, caller }) {
    const key = 'id' in reference ? reference.id : reference.name;
    // What is in the snapshot answers without a look at PostgreSQL; a collection made a moment ago is not in it yet.
    const collection = catalog.find(key) ?? (await catalog.lookUp([key])).found[0];
    return collection && mayUse(collection, caller) ? collection : null;
  },
  // What others ask is not for everyone to know.
  searchStatistics: ({ id, view }, _args, { statistics, recall, caller }) =>
    caller.scopes || (caller.tenant !== undefined && view.spec.partitions === 'TENANT')
      ? null
      : { ...statistics.of(id), recall: recall(id) },
};
