import { Failure } from './failure.ts';
import { kitegraph } from './program.ts';

// A reader that has seen enough (`| head`) is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await kitegraph().parseAsync();
} catch (error) {
  const known = error instanceof Failure;
  console.error(known ? error.message : `Something went wrong: ${(error as Error).stack}`);
  process.exitCode = 1;
}
