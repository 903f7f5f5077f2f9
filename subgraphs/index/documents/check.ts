import type { Queryable } from '../../../lib/database/database.ts';
import { isUserError, userError } from '../../../lib/errors.ts';
import type { AddDocumentsInput } from '../../../schema/generated/index.ts';
import { findCollection } from '../collections/collection.ts';
import { partitionNames } from '../partitions/require.ts';
import { checkDocument } from './check-document.ts';
import { fetchImages } from './images.ts';
import { checkRevision, currentRevisions } from './revisions.ts';
import type { Scope } from './scope.ts';
import { checkIds, checkList } from './validate.ts';

export interface DocumentProblem {
  argument: string;
  index: number | null;
  documentId: string | null;
  code: string;
  message: string;
}

const PATH = 'input.documents';
const PLACE = /^input\.documents\[(\d+)\]/;

/**
 * Checks documents as `addDocuments` would, each by itself, and tells what is wrong with every one of them.
 * @throws COLLECTION_NOT_FOUND, TENANT_REQUIRED
 */
export async function checkAddition(
  db: Queryable,
  input: AddDocumentsInput,
  scope: Scope,
): Promise<DocumentProblem[]> {
  const collection = await findCollection(db, input.collection, 'input.collection', scope.caller);
  const { documents, partition } = input;
  const problems: DocumentProblem[] = [];
  const attempt = (check: () => void) => {
    try {
      check();
    } catch (error) {
      problems.push(asProblem(error, input));
    }
  };
  attempt(() => checkList(documents, PATH, scope.limits));
  const partitions = await partitionNames(db, collection.id);
  const keys = documents.map(({ documentId }) => scope.keyIn(collection, documentId));
  const alive = await currentRevisions(db, collection.id, keys);
  const fetched = await fetchImages(documents, collection, scope.fetchImages);
  const seen = new Set<string>();
  for (const [index, document] of documents.entries()) {
    const { documentId } = document;
    const path = `${PATH}[${index}]`;
    attempt(() => {
      checkIds([documentId], () => `${path}.documentId`, scope.limits);
      if (seen.has(documentId)) {
        throw userError.badInput(
          `${path}.documentId`,
          `the document "${documentId}" is in this request already.`,
        );
      }
      seen.add(documentId);
      const checked = checkDocument(document, collection, scope, { path, partition, fetched });
      if (checked.named && !partitions.includes(checked.partition as string)) {
        throw userError.partitionNotFound(`${path}.partition`, checked.partition as string, partitions);
      }
      const key = keys[index] as string;
      if (input.onConflict === 'ERROR' && alive.has(key)) {
        throw userError.documentExists(`${path}.documentId`, documentId);
      }
      checkRevision({ ...document, key }, alive, path);
    });
  }
  return problems;
}

function asProblem(error: unknown, { documents }: AddDocumentsInput): DocumentProblem {
  if (!isUserError(error)) throw error;
  const { code, argument } = error.extensions as { code: string; argument?: string };
  const [, place] = PLACE.exec(argument ?? '') ?? [];
  const index = place === undefined ? null : Number(place);
  return {
    argument: argument ?? PATH,
    index,
    documentId: index === null ? null : (documents[index]?.documentId ?? null),
    code,
    message: error.message,
  };
}
