import type { Kind } from '../models/model-card.ts';

/** One text on its way to its vector. */
export interface Text {
  kind: Kind;
  text: string;
  /** Since it is tokenised. */
  ids?: Int32Array;
  /** `performance.now()` of its arrival. */
  since: number;
  /** Nobody waits for it any more. */
  gone?: boolean;
  resolve(embedded: Embedded): void;
  reject(error: Error): void;
}

export interface Embedded {
  vector: Float32Array;
  /** Read by the model: marks and prefix included, after the cut. */
  tokens: number;
}

/** More waits already than may. */
export class Overloaded extends Error {}

/** Texts of one kind in the order of arrival: the ones still to be tokenised, and the ones that are. */
export class WaitingTexts {
  readonly #limit: number;
  #raw: Text[] = [];
  #tokenised: Text[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#raw.length + this.#tokenised.length;
  }

  get rawCount(): number {
    return this.#raw.length;
  }

  get tokenised(): readonly Text[] {
    return this.#tokenised;
  }

  /** @throws Overloaded, and takes none, where not all of them may wait */
  add(texts: Text[]): void {
    if (this.size + texts.length > this.#limit && this.size > 0) {
      throw new Overloaded(`${this.size} texts wait already, of ${this.#limit} that may`);
    }
    this.#raw.push(...texts);
  }

  /** Takes texts out to tokenise them: as many as have up to `characters` together, and at least one. */
  takeRaw(characters: number): Text[] {
    let sum = 0;
    const end = this.#raw.findIndex(({ text }) => {
      sum += text.length;
      return sum > characters;
    });
    return this.#raw.splice(0, end < 0 ? this.#raw.length : Math.max(1, end));
  }

  putTokenised(texts: Text[]): void {
    this.#tokenised.push(...texts.filter((text) => !text.gone));
  }

  take(indexes: readonly number[]): Text[] {
    const chosen = new Set(indexes);
    const taken = indexes.map((index) => this.#tokenised[index] as Text);
    this.#tokenised = this.#tokenised.filter((_, index) => !chosen.has(index));
    return taken;
  }

  /** Takes the given texts out, wherever they are. */
  drop(texts: readonly Text[]): void {
    for (const text of texts) text.gone = true;
    this.#raw = this.#raw.filter((text) => !text.gone);
    this.#tokenised = this.#tokenised.filter((text) => !text.gone);
  }
}
