import { CommanderError } from 'commander';
import { Failure } from './failure.ts';
import { kitegraph } from './program.ts';

const misunderstood = 2;

// A reader that has seen enough (`| head`) is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await kitegraph().parseAsync();
} catch (error) {
  process.exitCode = told(error);
}

/** Says what went wrong, where that was not said yet. @returns the exit code */
function told(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : misunderstood;
  if (error instanceof Failure) console.error(error.message);
  else console.error(`Something went wrong: ${(error as Error).stack}`);
  return 1;
}
