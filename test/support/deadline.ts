/**
 * Loaded before each test file: one that hangs where no time limit of a test counts, as in a hook or at its top, is ended
 * with a word of what it waits for.
 */
import { basename } from 'node:path';

const MINUTES = 15;

// The runner loads it as well, and may take longer.
if (process.env.NODE_TEST_CONTEXT) {
  const late = () => {
    const resources = process.getActiveResourcesInfo().join(' ');
    console.error(`${basename(process.argv[1] ?? '')} has not ended after ${MINUTES} minutes: ${resources}`);
    process.exit(1);
  };
  setTimeout(late, MINUTES * 60_000).unref();
}
