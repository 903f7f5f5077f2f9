import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
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
  /** Length of the file. */
  bytes: number;
  readonly #file: number | undefined;

  /**
   * @param path a file to write, as JSON Lines
   * @param keep goes on after so many bytes of it
   * @throws Failure where that cannot be done
   */
  constructor(path?: string, keep = 0) {
    this.path = path;
    this.bytes = keep;
    if (path === undefined) return;
    try {
      this.#file = openSync(path, keep > 0 ? 'r+' : 'w');
      ftruncateSync(this.#file, keep);
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
      this.bytes += writeSync(
        this.#file,
        `${JSON.stringify({ ...where, documentId, problem })}\n`,
        this.bytes,
      );
    }
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}
