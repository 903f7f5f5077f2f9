import { explainText, knownFailure } from './failures.mjs';

/** A step of set-up failed. The message is all that the tool said; `explain` makes one line with the remedy of it. */
export class SetupError extends Error {}

/** One line for the person who started Kitegraph: what is wrong and what to do. */
export function explain(error: unknown): string {
  if (error instanceof SetupError) return explainText(error.message);
  const { message, code } = error as NodeJS.ErrnoException;
  // An error of the operating system says little by itself; ours say what to do already.
  if (code) return explainText(message.includes(code) ? message : `${code}: ${message}`);
  return knownFailure(message) ?? message.split('\n', 1)[0] ?? String(error);
}
