/** Something that is run again and again. */
export interface Runnable {
  /** Never throws. */
  run(): Promise<void>;
}

export interface Runs<S extends Runnable> extends Disposable {
  /** To be run as soon as there is room; what is due already is not run twice. */
  soon(search: S): void;
  /** To be run when there is time for it; a doubtful one before others. */
  later(search: S, isDoubtful: boolean): void;
  forget(search: S): void;
  /** How many wait to be run when there is time. */
  readonly behind: number;
}

const AT_ONCE = 48;
/** A search is run at most so often, however fast its documents change. */
const SPACING_MS = 100;
/** What is run when there is time, at once. Their calls are shared. */
const GROUP = 8;
const LATER_SPACING_MS = 1_000;
/** The part of the time that goes into what is run when there is time. */
const DUTY = 0.05;

/** Runs standing searches: those that are due first, a bounded number at once, and the others in a part of the time. */
export function runs<S extends Runnable>(): Runs<S> {
  const due = new Set<S>();
  const early = new Map<S, NodeJS.Timeout>();
  const doubtful = new Set<S>();
  const late = new Set<S>();
  const running = new Set<S>();
  const ranAt = new WeakMap<S, number>();
  let sweeping = false;
  let closed = false;

  const sinceRun = (search: S) => performance.now() - (ranAt.get(search) ?? Number.NEGATIVE_INFINITY);

  async function run(search: S): Promise<void> {
    due.delete(search);
    doubtful.delete(search);
    late.delete(search);
    running.add(search);
    await search.run();
    running.delete(search);
    ranAt.set(search, performance.now());
  }

  function pump(): void {
    for (const search of due) {
      if (closed || running.size >= AT_ONCE) return;
      // It is looked at again when its run ends.
      if (running.has(search)) continue;
      const wait = SPACING_MS - sinceRun(search);
      if (wait > 0) {
        due.delete(search);
        early.set(search, setTimeout(again, wait, search));
      } else void run(search).then(pump);
    }
    void sweep();
  }

  function again(search: S): void {
    early.delete(search);
    due.add(search);
    pump();
  }

  async function sweep(): Promise<void> {
    // What is due goes first, and comes back here when it has run.
    if (sweeping || due.size > 0) return;
    sweeping = true;
    while (!closed && doubtful.size + late.size > 0 && due.size === 0) {
      const ready = [...doubtful, ...late].filter(
        (one) => !running.has(one) && sinceRun(one) >= LATER_SPACING_MS,
      );
      const started = performance.now();
      await Promise.all(ready.slice(0, GROUP).map(run));
      const took = performance.now() - started;
      await pause(ready.length > 0 ? took * (1 / DUTY - 1) : SPACING_MS);
    }
    sweeping = false;
    if (due.size > 0) pump();
  }

  return {
    soon(search) {
      if (closed || early.has(search)) return;
      due.add(search);
      pump();
    },
    later(search, isDoubtful) {
      if (closed) return;
      if (isDoubtful) late.delete(search);
      if (!doubtful.has(search)) (isDoubtful ? doubtful : late).add(search);
      void sweep();
    },
    forget(search) {
      due.delete(search);
      doubtful.delete(search);
      late.delete(search);
      clearTimeout(early.get(search));
      early.delete(search);
    },
    get behind() {
      return doubtful.size + late.size;
    },
    [Symbol.dispose]() {
      closed = true;
      for (const timer of early.values()) clearTimeout(timer);
    },
  };
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });
