import type { Api } from '../api/client.ts';
import { Failure } from '../failure.ts';
import { DeleteMatchingDocument, DocumentDocument, type FilterInput } from '../generated/operations.ts';
import { conclude, type FollowOptions, outcome } from '../jobs/follow.ts';
import { confirm } from '../terminal/confirm.ts';
import { counted } from '../terminal/text.ts';

/** Prints a document as JSON. */
export async function showDocument(api: Api, collection: string, documentId: string): Promise<void> {
  const { document } = await api.request(DocumentDocument, { collection, documentId });
  if (!document) throw new Failure(`The collection "${collection}" has no document "${documentId}".`);
  console.log(JSON.stringify(document, null, 2));
}

/** Deletes documents by their ids, or by a filter. @returns whether they are gone (or it was begun) */
export async function deleteDocuments(
  api: Api,
  collection: string,
  documentIds: readonly string[],
  options: FollowOptions & { filter?: FilterInput; yes?: boolean },
): Promise<boolean> {
  const { filter } = options;
  if (documentIds.length > 0 === (filter !== undefined)) {
    throw new Failure('Say which documents: either their ids, or --filter.');
  }
  if (filter && !options.yes) {
    await confirm(`Delete every document of "${collection}" for which this holds?`, '--yes');
  }
  const input = { collection, ...(filter ? { filter } : { documentIds: [...documentIds] }) };
  const { job } = (await api.request(DeleteMatchingDocument, { input })).deleteDocuments;
  return conclude(api, job, options, (last) =>
    last.status === 'COMPLETED'
      ? `Deleted ${counted(last.total, 'document')} of "${collection}".`
      : outcome(last),
  );
}
