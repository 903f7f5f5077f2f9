import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { until } from './until.ts';

interface Update {
  sequence: number;
  fresh: boolean;
  changes: Change[];
  page: { edges: { node: { documentId: string } }[] };
}

interface Change {
  kind: 'ENTERED' | 'LEFT' | 'MOVED' | 'CHANGED';
  documentId: string;
  place: number | null;
}

/** A client that follows a standing search and keeps its own list by the changes alone. */
export interface Following extends AsyncDisposable {
  /** What its list has come to. */
  readonly list: string[];
  /** Each change as its kind, document and place. */
  readonly events: { fresh: boolean; changes: string[] }[];
  /** The code of the error that ended it; never where none did. */
  readonly ended: Promise<string>;
  /** Waits until the list is as wanted. @param what is waited for, in words */
  until(wanted: (list: string[]) => boolean, what?: string): Promise<void>;
  untilEvents(count: number): Promise<void>;
}

const UPDATES = `subscription ($input: SearchInput!, $first: Int!) { searchUpdates(input: $input, first: $first) {
  sequence fresh changes { kind documentId place edge { node { documentId } } } page { edges { node { documentId } } } } }`;

/**
 * Resolves at the first event, or at the error in its place.
 * @param base of the gateway @param o.headers go as connectionParams
 */
export async function follow(
  base: string,
  input: object,
  o: { first?: number; headers?: Record<string, string> } = {},
): Promise<Following> {
  const list: string[] = [];
  const events: Following['events'] = [];
  const ended = Promise.withResolvers<string>();
  const started = Promise.withResolvers<void>();
  const client = createClient({
    url: `${base.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: o.headers ?? {},
  });

  function take({ fresh, changes, page: { edges }, sequence }: Update): void {
    apply(list, fresh, changes);
    events.push({
      fresh,
      changes: changes.map(({ kind, documentId, place }) =>
        [kind, documentId, place].filter((part) => part !== null).join(' '),
      ),
    });
    assert.equal(sequence, events.length);
    const page = edges.map(({ node }) => node.documentId);
    assert.deepEqual(list, page, 'the changes, applied, are the page');
  }

  function end(error: unknown): void {
    const [first] = [error].flat() as { extensions?: { code: string }; message?: string }[];
    ended.resolve(first?.extensions?.code ?? String(first?.message));
    started.resolve();
  }

  client.subscribe<{ searchUpdates: Update }>(
    { query: UPDATES, variables: { input, first: o.first ?? 10 } },
    {
      next({ data, errors }) {
        if (errors || !data) return end(errors);
        try {
          take(data.searchUpdates);
        } catch (error) {
          end(error);
        }
        started.resolve();
      },
      error: end,
      complete: () => end('complete'),
    },
  );
  await started.promise;

  return {
    list,
    events,
    ended: ended.promise,
    until: async (wanted, what = 'the list to be as wanted') => {
      await until(
        what,
        () => ({ list, events }),
        () => wanted(list),
      );
    },
    untilEvents: async (count) => {
      await until(
        `${count} events`,
        () => events,
        () => events.length >= count,
      );
    },
    [Symbol.asyncDispose]: async () => client.dispose(),
  };
}

function apply(list: string[], fresh: boolean, changes: readonly Change[]): void {
  if (fresh) list.length = 0;
  const take = (documentId: string) => list.splice(list.indexOf(documentId), 1);
  for (const { kind, documentId } of changes) if (kind === 'LEFT' || kind === 'MOVED') take(documentId);
  for (const { kind, documentId, place } of changes) {
    if (kind === 'ENTERED' || kind === 'MOVED') list.splice(place as number, 0, documentId);
  }
}
