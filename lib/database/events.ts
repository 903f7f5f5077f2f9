import { userError } from '../errors.ts';
import type { Database, Queryable } from './database.ts';

export interface StreamEvent<T> {
  sequence: number;
  payload: T;
  /** Whether the state goes on with the next event: who has seen only so far cannot go on behind this sequence. */
  partial?: boolean;
}

const channel = 'kitegraph_events';
const pageSize = 500;

/**
 * Appends events to a stream inside the caller's transaction and tells listeners once it commits.
 * @returns the sequence number of the last one
 */
export async function appendEvents(tx: Queryable, stream: string, payloads: unknown[]): Promise<number> {
  const [row] = await tx.query<{ sequence: number }>(
    `insert into streams as s (name, sequence) values ($1, $2)
     on conflict (name) do update set sequence = s.sequence + $2
     returning sequence`,
    [stream, payloads.length],
  );
  const last = row?.sequence ?? 0;
  await tx.query(
    `insert into events (stream, sequence, payload)
     select $1, $2 + ordinality, payload
     from jsonb_array_elements($3::jsonb) with ordinality as given (payload, ordinality)`,
    [stream, last - payloads.length, JSON.stringify(payloads)],
  );
  await tx.query('select pg_notify($1, $2)', [channel, stream]);
  return last;
}

/**
 * Appends events to several streams at once, inside the caller's transaction. The streams are locked in the order of
 * their names: two transactions that append once each do not wait for each other in a circle.
 */
export async function appendToStreams(
  tx: Queryable,
  entries: readonly { stream: string; payload: unknown }[],
): Promise<void> {
  await tx.query(
    `with given as (
       select stream, payload, row_number() over (partition by stream order by place) as nth
       from unnest($1::text[], $2::jsonb[]) with ordinality as entry (stream, payload, place)),
     sizes as (select stream, count(*) as size from given group by stream),
     grown as (
       insert into streams as s (name, sequence) select stream, size from sizes order by stream
       on conflict (name) do update set sequence = s.sequence + excluded.sequence
       returning name, sequence),
     appended as (
       insert into events (stream, sequence, payload)
       select given.stream, grown.sequence - sizes.size + given.nth, given.payload
       from given join sizes on sizes.stream = given.stream join grown on grown.name = given.stream)
     select pg_notify($3, name) from grown`,
    [entries.map((entry) => entry.stream), entries.map((entry) => JSON.stringify(entry.payload)), channel],
  );
}

/** The sequence number of a stream's last event; 0 where it has none. */
export async function latestSequence(db: Queryable, stream: string): Promise<number> {
  const [row] = await db.query<{ sequence: number }>('select sequence from streams where name = $1', [
    stream,
  ]);
  return row?.sequence ?? 0;
}

/** Forgets events older than `days`; a subscriber that asks for them is told SEQUENCE_GONE. */
export async function forgetEvents(db: Database, days: number): Promise<void> {
  await db.query(
    `with gone as (delete from events where created_at < now() - make_interval(days => $1) returning stream, sequence),
          last as (select stream, max(sequence) as sequence from gone group by stream)
     update streams set oldest = last.sequence + 1 from last where name = last.stream`,
    [days],
  );
}

interface EventsSince<T> {
  db: Database;
  stream: string;
  /** The last sequence that the subscriber has seen; 0 for all that are kept. */
  after?: number | null | undefined;
  /** The state as events at the stream's current sequence: what a subscriber without `after` gets first. */
  state: (sequence: number) => Promise<StreamEvent<T>[]>;
  signal?: AbortSignal;
}

/**
 * Every event of a stream, live: without `after` the state first, then each later event; with it what was missed, then
 * each later event. It listens first and reads then, so that nothing falls between. It ends when `signal` aborts: wrap it
 * in `abortable` where a client may leave while it waits.
 * @throws SEQUENCE_GONE where events after `after` are no longer kept.
 */
export async function* eventsSince<T>(options: EventsSince<T>): AsyncGenerator<StreamEvent<T>> {
  const { db, stream, signal } = options;
  const bell = new Bell();
  const ring = () => bell.ring();
  await using _listening = await db.listen(channel, (payload) => payload === stream && ring(), ring);
  signal?.addEventListener('abort', ring, { once: true });
  let seen: number;
  if (typeof options.after === 'number') {
    const oldest = await oldestKept(db, stream);
    seen = options.after === 0 ? oldest - 1 : options.after;
    if (seen < oldest - 1) throw userError.sequenceGone('after', oldest);
  } else {
    // Read before the state: an event between the two is then in the state and comes once more, never not at all.
    seen = await latestSequence(db, stream);
    const state = await options.state(seen);
    for (const [at, event] of state.entries())
      yield at < state.length - 1 ? { ...event, partial: true } : event;
  }
  while (!signal?.aborted) {
    const heard = bell.heard;
    const page: StreamEvent<T>[] = await readEvents<T>(db, stream, seen);
    for (const event of page) {
      yield event;
      seen = event.sequence;
    }
    if (page.length < pageSize) await bell.after(heard);
  }
}

/** The sequence number of the oldest event that is still kept; of the next one where none is. */
async function oldestKept(db: Queryable, stream: string): Promise<number> {
  const [row] = await db.query<{ oldest: number }>('select oldest from streams where name = $1', [stream]);
  return row?.oldest ?? 1;
}

function readEvents<T>(db: Queryable, stream: string, after: number): Promise<StreamEvent<T>[]> {
  return db.query<StreamEvent<T>>(
    'select sequence, payload from events where stream = $1 and sequence > $2 order by sequence limit $3',
    [stream, after, pageSize],
  );
}

/** Lets one waiter sleep until something happened that it has not heard of yet. */
class Bell {
  heard = 0;
  #wake: (() => void) | undefined;

  ring(): void {
    this.heard++;
    this.#wake?.();
  }

  /** Resolves at once where it rang since `heard` was read. */
  async after(heard: number): Promise<void> {
    if (this.heard !== heard) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }
}
