/** `npm start`: sets up what is missing, starts everything, and stops everything on Ctrl-C. */
import { requirePort } from './embedded/port.ts';
import { startStack } from './launch/stack.ts';
import { setLogLevel } from './lib/log.ts';
import { endOfService } from './lib/run-service.ts';
import { readSettings } from './lib/settings.ts';
import { explain } from './setup/explain.ts';
import { prepare } from './setup/prepare.ts';
import { progressOn } from './setup/progress.ts';

try {
  const settings = readSettings(process.env, process.argv.slice(2));
  setLogLevel(settings.logLevel);
  await requirePort(settings.port, 'KITEGRAPH_PORT', settings.host);
  const progress = progressOn();
  await prepare(settings, progress);

  const ended = endOfService();
  progress.step('Starting');
  const stack = await startStack(settings);
  progress.done('ready');
  const guarded = settings.apiKey
    ? 'with the API key'
    : 'open to everybody on this machine (no KITEGRAPH_API_KEY)';
  console.error(`
  Kitegraph    ${stack.url}/graphql   GraphQL, subscriptions, and GraphiQL in a browser; ${guarded}
  Health       ${stack.url}/health
  Data         ${settings.dataDir}

  Next: npm run sample        Stop: Ctrl-C
`);
  await ended;
  progress.step('Stopping: finishing the work in hand');
  await stack[Symbol.asyncDispose]();
  progress.done('stopped');
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
