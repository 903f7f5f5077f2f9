import { setTimeout as delay } from 'node:timers/promises';

/** PostgreSQL undid one of several transactions that waited for each other, or could not be put into an order. */
const UNDONE = /^(40P01|40001)$/;
const TRIES = 4;
const MOST_PAUSE_MS = 50;

/** Runs `work` again where PostgreSQL undid it for the sake of another, after a pause that differs from the other's. */
export async function againIfUndone<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (tried === TRIES || !UNDONE.test(String((error as { code?: unknown }).code))) throw error;
      await delay(Math.random() * MOST_PAUSE_MS * tried);
    }
  }
}
