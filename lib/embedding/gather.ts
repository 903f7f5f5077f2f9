import DataLoader from 'dataloader';

interface Key {
  text: string;
  signal: AbortSignal | undefined;
}

/** Texts in one request at most, and UTF-16 units. */
const TEXTS = 64;
const CHARACTERS = 200_000;

/**
 * Makes one request out of what all callers ask in one tick, or several where it is much. A request is aborted when
 * every caller in it has left.
 *
 * @param send one result for each text, in their order
 */
export function gather<T>(send: (texts: string[], signal: AbortSignal) => Promise<T[]>) {
  const loader = new DataLoader<Key, T>(
    async (keys) => (await Promise.all(split(keys).map((part) => sendPart(part, send)))).flat(),
    { cache: false, maxBatchSize: Number.POSITIVE_INFINITY },
  );
  return async (texts: string[], signal?: AbortSignal): Promise<T[]> => {
    signal?.throwIfAborted();
    const loaded = Promise.all(texts.map((text) => loader.load({ text, signal })));
    return signal ? leaving(loaded, signal) : loaded;
  };
}

/** Settles as `promise` does, or rejects at once when the signal aborts. */
function leaving<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

async function sendPart<T>(
  keys: readonly Key[],
  send: (texts: string[], signal: AbortSignal) => Promise<T[]>,
): Promise<(T | Error)[]> {
  const left = new AbortController();
  const stay = keys.filter(({ signal }) => !signal);
  if (stay.length === 0) allAborted(new Set(keys.map(({ signal }) => signal as AbortSignal)), left);
  try {
    left.signal.throwIfAborted();
    return await send(
      keys.map(({ text }) => text),
      left.signal,
    );
  } catch (error) {
    return keys.map(() => error as Error);
  }
}

function allAborted(signals: ReadonlySet<AbortSignal>, then: AbortController) {
  let staying = signals.size;
  const leave = () => {
    if (--staying === 0) then.abort([...signals][0]?.reason);
  };
  for (const signal of signals) {
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  }
}

function split(keys: readonly Key[]): Key[][] {
  const parts: Key[][] = [];
  let room = 0;
  for (const key of keys) {
    if (parts.length === 0 || parts.at(-1)?.length === TEXTS || key.text.length > room) {
      parts.push([]);
      room = CHARACTERS;
    }
    parts.at(-1)?.push(key);
    room -= key.text.length;
  }
  return parts;
}
