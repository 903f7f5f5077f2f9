interface Entry<M> {
  loading: Promise<M>;
  /** Once it is loaded. */
  model?: M;
  users: number;
  usedAt: number;
  onIdle?: (() => void) | undefined;
}

/**
 * Models in memory, `most` of them at a time: one more takes the place of the one that was not used for longest, once what
 * that one has in hand is done. They are loaded one after another.
 */
export class LoadedModels<M extends AsyncDisposable> implements AsyncDisposable {
  readonly #most: number;
  readonly #entries = new Map<string, Entry<M>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(most: number) {
    this.#most = most;
  }

  /** Those that can be used at once. */
  get ready(): M[] {
    return [...this.#entries.values()].flatMap(({ model }) => model ?? []);
  }

  /** Does `work` with a model, which stays in memory until that is done. @throws what `load` throws */
  async use<T>(key: string, load: () => Promise<M>, work: (model: M) => Promise<T>): Promise<T> {
    const entry = this.#entries.get(key) ?? this.#enter(key, load);
    entry.users++;
    try {
      return await work(await entry.loading);
    } finally {
      entry.usedAt = performance.now();
      if (--entry.users === 0) entry.onIdle?.();
    }
  }

  #enter(key: string, load: () => Promise<M>): Entry<M> {
    const loading = this.#turn.then(async () => {
      await this.#makeRoom(key);
      return load();
    });
    this.#turn = loading.catch(() => undefined);
    const entry: Entry<M> = { loading, users: 0, usedAt: performance.now() };
    this.#entries.set(key, entry);
    loading.then(
      (model) => {
        entry.model = model;
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry;
  }

  async #makeRoom(forKey: string): Promise<void> {
    while (this.#entries.size > this.#most) {
      const others = [...this.#entries].filter(([key, { model }]) => key !== forKey && model);
      const [leaving] = others.sort(([, a], [, b]) => a.usedAt - b.usedAt);
      if (!leaving) return;
      const [key, entry] = leaving;
      this.#entries.delete(key);
      if (entry.users > 0) {
        await new Promise<void>((resolve) => {
          entry.onIdle = resolve;
        });
      }
      await entry.model?.[Symbol.asyncDispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn;
    const models = this.ready;
    this.#entries.clear();
    await Promise.all(models.map((model) => model[Symbol.asyncDispose]()));
  }
}
