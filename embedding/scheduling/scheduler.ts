import { setImmediate } from 'node:timers/promises';
import type { Inference } from '../inference/inference.ts';
import { type Kind, type ModelCard, prefixOf } from '../models/model-card.ts';
import { chooseBatch } from './batch.ts';
import { groupBySize, piecesOf } from './pieces.ts';
import { type Embedded, Overloaded, type Text, WaitingTexts } from './waiting.ts';

export interface BatchRun {
  kind: Kind;
  texts: number;
  /** Tokens of the texts, and of the batch with its padding. */
  tokens: number;
  padded: number;
  seconds: number;
}

export interface Scheduler {
  /** @throws Overloaded; InferenceLost; the signal's reason */
  embed(texts: string[], kind: Kind, signal?: AbortSignal): Promise<Embedded[]>;
  /** Tokens of each text alone. */
  count(texts: string[]): Promise<number[]>;
  waiting(kind: Kind): number;
}

/** Characters that are tokenised at once: a few milliseconds. */
const TOKENISE_AT_ONCE = 16_384;
/** Jobs that count tokens and may wait. */
const WAITING_COUNTS = 4_096;
/** Tokenised passages kept ready, so that a batch has texts of like length to choose from. */
const READY_PASSAGES = 64;
/** After so many batches of queries in a row a batch of passages has its turn. */
const QUERIES_IN_A_ROW = 8;

/**
 * Puts the texts of all callers in order for the one worker, which does one job at a time. A query waits for no more
 * than the job in hand and the queries before it, however many passages wait; what arrives while a job runs goes
 * into the next batch together.
 */
export function createScheduler(o: {
  inference: Inference;
  card: ModelCard;
  batchTokens: number;
  limits: { query: number; passage: number };
  onBatch: (run: BatchRun) => void;
  onWaited: (kind: Kind, seconds: number) => void;
}): Scheduler {
  const texts = { query: new WaitingTexts(o.limits.query), passage: new WaitingTexts(o.limits.passage) };
  const counts: (() => Promise<void>)[] = [];
  let queriesInARow = 0;
  let working = false;

  async function work() {
    if (working) return;
    working = true;
    // What arrives in this turn of the event loop is gathered before the first job is made up.
    await setImmediate();
    for (let job = nextJob(); job; job = nextJob()) await job();
    working = false;
  }

  function nextJob(): (() => Promise<void>) | undefined {
    const passagesWait = counts.length > 0 || texts.passage.size > 0;
    if (texts.query.size > 0 && !(passagesWait && queriesInARow >= QUERIES_IN_A_ROW)) {
      if (texts.query.rawCount > 0) return () => tokenise('query');
      queriesInARow++;
      return () => embedBatch('query');
    }
    queriesInARow = 0;
    if (counts.length > 0) return counts.shift();
    if (texts.passage.rawCount > 0 && texts.passage.tokenised.length < READY_PASSAGES) {
      return () => tokenise('passage');
    }
    return texts.passage.size > 0 ? () => embedBatch('passage') : undefined;
  }

  async function tokenise(kind: Kind) {
    const taken = texts[kind].takeRaw(TOKENISE_AT_ONCE);
    const prefix = prefixOf(o.card, kind);
    await settling(taken, async () => {
      const job = { type: 'encode' as const, texts: taken.map(({ text }) => ({ prefix, text })) };
      const ids = await o.inference.run(job);
      taken.forEach((text, i) => {
        text.ids = ids[i] as Int32Array;
      });
      texts[kind].putTokenised(taken);
    });
  }

  async function embedBatch(kind: Kind) {
    const lengths = texts[kind].tokenised.map(({ ids }) => ids?.length ?? 0);
    const batch = texts[kind].take(chooseBatch(lengths, o.card.alone ? 0 : o.batchTokens));
    await settling(batch, async () => {
      const rows = batch.map(({ ids }) => ids as Int32Array);
      const started = performance.now();
      for (const { since } of batch) o.onWaited(kind, (started - since) / 1000);
      const vectors = await o.inference.run({ type: 'embed', rows });
      const size = o.card.dimensions;
      batch.forEach((text, i) => {
        text.resolve({ vector: vectors.slice(i * size, (i + 1) * size), tokens: rows[i]?.length ?? 0 });
      });
      o.onBatch({
        kind,
        texts: rows.length,
        tokens: rows.reduce((sum, row) => sum + row.length, 0),
        padded: rows.length * Math.max(...rows.map((row) => row.length)),
        seconds: (performance.now() - started) / 1000,
      });
    });
  }

  return {
    async embed(inputs, kind, signal) {
      signal?.throwIfAborted();
      const since = performance.now();
      const added: Text[] = [];
      const embedded = inputs.map(
        (text) =>
          new Promise<Embedded>((resolve, reject) => added.push({ kind, text, since, resolve, reject })),
      );
      texts[kind].add(added);
      const leave = () => {
        texts[kind].drop(added);
        for (const { reject } of added) reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      void work();
      return Promise.all(embedded).finally(() => signal?.removeEventListener('abort', leave));
    },
    async count(inputs) {
      const pieces = inputs.map((text) => piecesOf(text, TOKENISE_AT_ONCE));
      const jobs = groupBySize(pieces.flat(), TOKENISE_AT_ONCE);
      if (counts.length > 0 && counts.length + jobs.length > WAITING_COUNTS) {
        throw new Overloaded(`${counts.length} requests to count tokens wait already`);
      }
      const counted = jobs.map(
        (group) =>
          new Promise<number[]>((resolve, reject) => {
            counts.push(() => o.inference.run({ type: 'count', texts: group }).then(resolve, reject));
          }),
      );
      void work();
      const tokens = (await Promise.all(counted)).flat();
      return pieces.map((own) => tokens.splice(0, own.length).reduce((sum, count) => sum + count, 0));
    },
    waiting: (kind) => texts[kind].size,
  };
}

/** Runs a job; where it fails, the texts in it fail with it. */
async function settling(texts: Text[], job: () => Promise<void>) {
  try {
    await job();
  } catch (error) {
    for (const { reject } of texts) reject(error as Error);
  }
}
