import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Long for the slowest machine, and well before the five minutes that a test has. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 10;

/**
 * What `look` gives once it `holds`; without `holds`, once it is true. Looks again and again.
 * @throws Error after two minutes, with what it waited for and what was last seen
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  holds: (seen: T) => boolean = Boolean,
): Promise<T> {
  let last: unknown = 'nothing';
  let over = false;
  async function looking(): Promise<T> {
    for (;;) {
      const seen = await look();
      if (over || holds(seen)) return seen;
      last = seen;
      await delay(PAUSE_MS);
    }
  }
  // Also where `look` itself never answers.
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    over = true;
    const shown = inspect(last, { depth: 8, breakLength: 120 });
    late.reject(new Error(`waited ${PATIENCE_MS / 1_000} s for: ${what}; last seen: ${shown}`));
  }, PATIENCE_MS);
  try {
    return await Promise.race([looking(), late.promise]);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

/** The text of an answer that is streamed, once it matches; the rest of it can be read on. */
export function reading(response: Response): { until(pattern: RegExp): Promise<string> } {
  let text = '';
  const ended = (async () => {
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += part;
  })();
  ended.catch(() => undefined); // the client has left
  return {
    until: (pattern) =>
      until(
        `a stream with ${pattern}`,
        () => text,
        (read) => pattern.test(read),
      ),
  };
}
