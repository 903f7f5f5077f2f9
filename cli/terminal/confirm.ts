import { createInterface } from 'node:readline/promises';
import { Failure } from '../failure.ts';

/**
 * Asks before something that cannot be undone, in a terminal. Elsewhere nobody can answer.
 * @param remedy what to say instead of an answer, such as --yes
 * @throws Failure where the answer is not yes
 */
export async function confirm(question: string, remedy: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Failure(`${question} Say so with ${remedy}.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('Nothing was changed.');
  } finally {
    terminal.close();
  }
}
