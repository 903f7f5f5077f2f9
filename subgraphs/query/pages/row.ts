import { matches } from '../../../lib/filter/matches.ts';
import { type PassageFields, passageKey } from '../../../lib/milvus/passage.ts';
import { hasAny } from '../search/check.ts';
import { conditionsBy } from '../search/conditions.ts';
import type { SearchRequest, Target } from '../search/request.ts';
import { searchedText } from '../search/searched-texts.ts';
import type { PassageReader } from './passages.ts';
import type { Place } from './places.ts';

/**
 * The row of a place in a ranked list. A document that was replaced since gives the same passage of what it is now, if
 * the filter and the text still let it through; undefined for one that was deleted, or has expired.
 * @param justFound the list was made just now
 */
export async function rowOf(
  { target, document, revision, ordinal }: Pick<Place, 'target' | 'document' | 'revision' | 'ordinal'>,
  { targets, conditions }: SearchRequest,
  reader: PassageReader,
  justFound = false,
): Promise<PassageFields | undefined> {
  const { collection, filter } = targets[target] as Target;
  const { milvusName: view, changes } = collection.view;
  const key = passageKey(document, revision, ordinal);
  const kept = await reader.row({ view, key, changes, found: justFound });
  if (kept) return isAlive(kept) ? kept : undefined;
  const newest = await reader.revision({ view, document });
  if (newest === undefined || newest < revision) return undefined;
  const row =
    (await reader.row({ view, changes, key: passageKey(document, newest, ordinal) })) ??
    (await reader.row({ view, changes, key: passageKey(document, newest, 0) }));
  if (!row || !isAlive(row) || (filter && !matches(filter, row.metadata))) return undefined;
  if (!hasAny(conditions)) return row;
  const text = searchedText(await reader.passages({ view, document, revision: newest }));
  return text && conditionsBy(conditions, collection.view.spec.keywords)(text) ? row : undefined;
}

/** Whether the document has not expired. */
export function isAlive({ expires }: PassageFields): boolean {
  return expires === 0 || expires > Date.now();
}
