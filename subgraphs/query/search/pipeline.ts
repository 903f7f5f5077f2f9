/** A step of a search with a name of its own: takes what the step before made. */
export interface Stage<In, Out> {
  readonly name: string;
  run(input: In): Promise<Out>;
}

export interface StageTime {
  name: string;
  milliseconds: number;
}

/** Runs stages one after another, and notes how long each took, whether it ended well or not. */
export class Pipeline {
  readonly times: StageTime[] = [];
  readonly #observe: (time: StageTime) => void;

  /** @param observe is told of each stage when it has ended */
  constructor(observe: (time: StageTime) => void) {
    this.#observe = observe;
  }

  async run<In, Out>(stage: Stage<In, Out>, input: In): Promise<Out> {
    const started = performance.now();
    try {
      return await stage.run(input);
    } finally {
      const time = { name: stage.name, milliseconds: performance.now() - started };
      this.times.push(time);
      this.#observe(time);
    }
  }
}
