/** Lets so many through at a time, the most urgent of those that wait first. */
export interface Turnstile {
  /** @throws the signal's reason where it aborts while this waits */
  pass<T>(priority: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** A turnstile for each place: who waits at one keeps nobody from another. */
export function turnstiles(atOnce: number): (place: string) => Turnstile {
  const made = new Map<string, Turnstile>();
  return (place) => {
    const known = made.get(place) ?? turnstile(atOnce);
    made.set(place, known);
    return known;
  };
}

interface Waiting {
  priority: number;
  enter(): void;
}

function turnstile(atOnce: number): Turnstile {
  const waiting: Waiting[] = [];
  let inside = 0;

  function next() {
    if (inside >= atOnce || waiting.length === 0) return;
    let most = 0;
    for (const [index, { priority }] of waiting.entries()) {
      if (priority > (waiting[most] as Waiting).priority) most = index;
    }
    inside++;
    waiting.splice(most, 1)[0]?.enter();
  }

  return {
    async pass(priority, work, signal) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const entry = { priority, enter };
        const leave = () => {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(signal?.reason);
        };
        function enter() {
          signal?.removeEventListener('abort', leave);
          resolve();
        }
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
        next();
      });
      try {
        return await work();
      } finally {
        inside--;
        next();
      }
    },
  };
}
