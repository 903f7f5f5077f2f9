import type { Api } from '../api/client.ts';
import { events } from '../api/subscribe.ts';
import { Failure } from '../failure.ts';
import {
  type SearchChangeKind,
  type SearchInput,
  SearchUpdatesDocument,
  type SearchUpdatesSubscription,
} from '../generated/operations.ts';
import { printable, type Style, styled } from '../terminal/text.ts';

type Update = NonNullable<SearchUpdatesSubscription['searchUpdates']>;
type Change = Update['changes'][number];

/** Prints the first documents of a search, and then what becomes of them, until the server ends it, or Ctrl-C. */
export async function followSearch(
  api: Api,
  input: SearchInput,
  { first, json, after }: { first: number; json?: boolean; after?: string },
): Promise<void> {
  if (after !== undefined)
    throw new Failure('A search is followed from its first page on: leave out --after.');
  await using live = events(api.connection);
  if (!json) {
    console.error(
      styled('dim', 'The first documents, then what enters, changes, moves or leaves. Ctrl-C ends this.'),
    );
  }
  for await (const { searchUpdates: update } of live.of(SearchUpdatesDocument, { input, first })) {
    if (!update) continue;
    if (json) console.log(JSON.stringify(update));
    else for (const change of update.changes) console.log(changeLine(change, input.collections.length > 1));
  }
}

const styleOf: Record<SearchChangeKind, Style> = {
  ENTERED: 'green',
  CHANGED: 'cyan',
  MOVED: 'yellow',
  LEFT: 'red',
};

/** 12:03:44  ENTERED   1.  What is a vector database?  en-vector-database  1.234 */
function changeLine(
  { kind, documentId, collectionName, place, previousPlace, edge }: Change,
  sayCollection: boolean,
) {
  const now = place ?? previousPlace;
  const moved = kind === 'MOVED' && previousPlace !== null ? ` from ${previousPlace + 1}.` : '';
  return [
    styled('dim', new Date().toLocaleTimeString('sv')),
    styled(styleOf[kind], kind.padEnd('ENTERED'.length)),
    `${now === null ? '' : `${now + 1}.`}${moved}`.padEnd(3),
    styled('bold', printable(edge?.node?.title ?? documentId)),
    styled('dim', printable(sayCollection ? `${collectionName}/${documentId}` : documentId)),
    ...(edge ? [styled('cyan', edge.score.toFixed(3))] : []),
  ].join('  ');
}
