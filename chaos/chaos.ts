import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../test/support/until.ts';
import { type Ask, persistentClient, Refused } from './api.ts';
import { judge } from './judge.ts';
import { seeded } from './random.ts';
import { type Subscriber, subscriber } from './subscriber.ts';
import type { System } from './system.ts';
import { COLLECTION, writer } from './writer.ts';

export interface ChaosOptions {
  seed: number;
  kills: number;
  writers: number;
  /** Told what happens. */
  say(line: string): void;
}

export interface ChaosReport {
  requests: number;
  documents: number;
  rebuilds: number;
  events: number;
  connections: number;
  /** What is not as it must be. */
  wrong: string[];
}

/** Milliseconds between two kills, at random. */
const LEAST_PAUSE = 200;
const MOST_PAUSE = 4_000;
/** Requests that are acknowledged between two kills, at least. */
const BETWEEN_KILLS = 3;
const REBUILD_EVERY_MS = 4_000;

/**
 * Kills parts of a running system at random moments under a load of adds, patches, deletes and rebuilds by several clients, waits
 * until all is quiet, and looks whether everything is as what was acknowledged says.
 */
export async function chaos(
  system: System,
  { seed, kills, writers, say }: ChaosOptions,
): Promise<ChaosReport> {
  const random = seeded(seed);
  const ask = persistentClient(() => system.url());
  await ask(
    `mutation { createCollection(input: { name: "${COLLECTION}", fields: [{ name: "note", type: STRING }] }) { collection { id } } }`,
  );
  await using follower = subscriber(() => system.url());
  const writing = new AbortController();
  let acknowledged = 0;
  const onAcknowledged = () => {
    acknowledged++;
  };
  const written = Array.from({ length: writers }, (_, n) =>
    writer(`w${n}v`, ask, random.fork(`writer ${n}`), { over: writing.signal, onAcknowledged }),
  );
  const rebuilt = rebuildAgainAndAgain(ask, writing.signal);
  const load = Promise.all([rebuilt, ...written]);
  let failed = false;
  // Thrown where it is awaited, and not before.
  load.catch(() => {
    failed = true;
  });

  const when = random.fork('kills');
  for (let n = 1; n <= kills; n++) {
    const before = acknowledged;
    await delay(LEAST_PAUSE + when.below(MOST_PAUSE - LEAST_PAUSE));
    // However slow the machine is, something has happened since the last kill.
    await until(
      `${BETWEEN_KILLS} acknowledged changes since the last kill`,
      () => acknowledged - before,
      (since) => since >= BETWEEN_KILLS || failed,
    );
    const victim = when.oneOf(system.victims());
    say(`${String(n).padStart(3)}  kill -9 ${victim}`);
    await system.kill(victim);
  }
  writing.abort();
  const [rebuilds, ...lists] = await load;
  const changes = lists.flat();
  say(`${changes.length} requests were acknowledged; waiting until all is quiet`);
  await quiet(ask);
  await caughtUp(ask, follower);
  say('all is quiet; looking at what is there');
  return {
    requests: changes.length,
    documents: changes.reduce((sum, { documents }) => sum + documents.length, 0),
    rebuilds,
    events: follower.events.length,
    connections: follower.connections,
    wrong: await judge(ask, changes, follower.events),
  };
}

async function rebuildAgainAndAgain(ask: Ask, over: AbortSignal): Promise<number> {
  let started = 0;
  while (!over.aborted) {
    await delay(REBUILD_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) break;
    try {
      await ask(`mutation { rebuildCollection(input: { collection: "${COLLECTION}" }) { job { id } } }`);
      started++;
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'REBUILD_RUNNING')) throw error;
    }
  }
  return started;
}

/** Waits until nothing is left to be indexed. */
export async function quiet(ask: Ask): Promise<void> {
  const query =
    '{ indexJobs(status: [QUEUED, RUNNING, WAITING], first: 5) { totalCount edges { node { id kind status waitingFor } } } indexing { pending } }';
  await until(
    'nothing to be left to index',
    () => ask(query),
    ({ indexJobs, indexing }) => indexJobs.totalCount === 0 && indexing.pending === 0,
  );
}

/** Waits until the follower has seen the end of a job that comes after all others. */
export async function caughtUp(ask: Ask, { events }: Subscriber): Promise<void> {
  const { deleteDocuments } = await ask(
    `mutation { deleteDocuments(input: { collection: "${COLLECTION}", documentIds: ["nothing"] }) { job { id } } }`,
  );
  await until(
    'the follower to have seen the last job',
    () => events.at(-1),
    () => events.some(({ job }) => job.id === deleteDocuments.job.id),
  );
}
