/** A step of a search with a name of its own: takes what the step before made. */
export interface Stage<In, Out> {
  readonly name: string;
  run(input: In): Promise<Out>;
}

/** Wraps every stage: may measure it, look at it or refuse it. Must hand on what `next` answers. */
export type Middleware = <T>(stage: string, next: () => Promise<T>) => Promise<T>;

export interface StageTime {
  name: string;
  milliseconds: number;
}

/** Runs stages one after another, each inside the middleware; the first one is the outermost. */
export class Pipeline {
  readonly #middleware: readonly Middleware[];

  constructor(middleware: readonly Middleware[]) {
    this.#middleware = middleware;
  }

  run<In, Out>(stage: Stage<In, Out>, input: In): Promise<Out> {
    const wrapped = this.#middleware.reduceRight<() => Promise<Out>>(
      (next, wrap) => () => wrap(stage.name, next),
      () => stage.run(input),
    );
    return wrapped();
  }
}

/** Middleware that notes how long each stage took, whether it ended well or not. */
export function stopwatch(): { middleware: Middleware; times: StageTime[] } {
  const times: StageTime[] = [];
  return {
    times,
    middleware: async (name, next) => {
      const started = performance.now();
      try {
        return await next();
      } finally {
        times.push({ name, milliseconds: performance.now() - started });
      }
    },
  };
}
