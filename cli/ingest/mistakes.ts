import { closeSync, openSync, writeSync } from 'node:fs';
import type { Place } from '../documents/document.ts';
import { Failure } from '../failure.ts';

/** A document that was not indexed. */
export interface Mistake {
  /** articles.jsonl:17, or the document's id where nothing else is known. */
  origin: string;
  place?: Place;
  documentId?: string;
  problem: string;
}

/** So many are kept to be shown. */
const mostShown = 20;

/** The mistakes of a run: the first of them to be shown at its end, and all of them in a file where one is named. */
export class Mistakes implements Disposable {
  readonly first: Mistake[] = [];
  readonly path: string | undefined;
  readonly #file: number | undefined;

  /** @param path a file to write, as JSON Lines. @throws Failure where that cannot be done */
  constructor(path?: string) {
    this.path = path;
    try {
      this.#file = path === undefined ? undefined : openSync(path, 'w');
    } catch (error) {
      throw new Failure(`${path} cannot be written: ${(error as Error).message}`);
    }
  }

  /** Each is in the file when this returns: a run that is killed leaves a report of what it had found. */
  add(...found: Mistake[]): void {
    this.first.push(...found.slice(0, mostShown - this.first.length));
    if (this.#file === undefined) return;
    for (const { place, documentId, problem } of found) {
      const { record: _, ...where } = place ?? { record: 0 };
      writeSync(this.#file, `${JSON.stringify({ ...where, documentId, problem })}\n`);
    }
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}
