import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { FileMark } from '../documents/document.ts';
import { Failure } from '../failure.ts';

/** How far an import is: what is written down, and read again when it was interrupted. */
export interface ImportProgress {
  version: 1;
  importId: string;
  /** Up to here everything was accepted, or found to be no document. Missing before the first batch. */
  mark?: FileMark;
  /** Records up to the mark. */
  read: number;
  /** Of these, not accepted. */
  rejected: number;
  /** Of these, deletions that were accepted. */
  deleted: number;
  /** Of these, left as they are, since they exist. */
  skipped: number;
  /** Of those accepted, done: indexed, deleted, or failed on the server. */
  processed: number;
  failed: number;
  /** Jobs up to the mark that have not ended, as far as is known, with the documents of each. */
  jobs: Record<string, number>;
  /** The error report, and its length in bytes. */
  errors?: string | undefined;
  errorBytes: number;
}

/** The least time between two writings, in milliseconds. What is not written yet is sent again, which changes nothing. */
const writeEveryMs = 250;

/** Where imports write down how far they are. */
function stateFolder(env: Record<string, string | undefined> = process.env): string {
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'kitegraph', 'imports');
}

/** The file in which an import or a restore writes down how far it is. */
export interface StateFile<State> {
  /** What an interrupted one has left; undefined where there is none. */
  read(): State | undefined;
  /** Writes it, unless that was done just now. */
  write(state: State): void;
  writeNow(state: State): void;
  remove(): void;
}

export function newImport(): ImportProgress {
  return {
    version: 1,
    importId: randomUUID(),
    read: 0,
    rejected: 0,
    deleted: 0,
    skipped: 0,
    processed: 0,
    failed: 0,
    jobs: {},
    errorBytes: 0,
  };
}

/** @param identity equal for imports of the same files into the same collection of the same server */
export function stateFile<State extends { version: 1 }>(
  identity: unknown,
  folder = stateFolder(),
): StateFile<State> {
  const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
  const path = join(folder, `${name}.json`);
  let written = Number.NEGATIVE_INFINITY;

  function writeNow(state: State) {
    try {
      mkdirSync(folder, { recursive: true });
      // A process that is killed meanwhile leaves the whole old one or the whole new one.
      writeFileSync(`${path}.new`, JSON.stringify(state));
      renameSync(`${path}.new`, path);
    } catch (error) {
      throw new Failure(
        `How far the import is cannot be written to ${path}: ${(error as Error).message}. XDG_STATE_HOME names another place.`,
      );
    }
    written = performance.now();
  }

  return {
    read() {
      try {
        const state = JSON.parse(readFileSync(path, 'utf8')) as State;
        return state.version === 1 ? state : undefined;
      } catch {
        return undefined;
      }
    },
    write(state) {
      if (performance.now() - written >= writeEveryMs) writeNow(state);
    },
    writeNow,
    remove: () => rmSync(path, { force: true }),
  };
}
