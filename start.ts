/** `npm start`: sets up what is missing, starts everything, and stops everything on Ctrl-C. */
import { requirePort } from './embedded/port.ts';
import { banner } from './launch/banner.ts';
import { startStack } from './launch/stack.ts';
import { setLogLevel } from './lib/log.ts';
import { endOfService } from './lib/run-service.ts';
import { settingDefinitions } from './lib/setting-definitions.ts';
import { readSettings, type Settings, unknownVariables } from './lib/settings.ts';
import { startTracing } from './lib/tracing/start.ts';
import { explain } from './setup/explain.ts';
import { prepare } from './setup/prepare.ts';
import { progressOn } from './setup/progress.ts';
import { settingsHelp } from './setup/settings-help.ts';

if (process.argv.includes('--help')) {
  console.log(settingsHelp());
  process.exit(0);
}

try {
  const settings = readSettings(process.env, process.argv.slice(2));
  setLogLevel(settings.logLevel);
  for (const name of unknownVariables(process.env)) {
    console.error(`${name} is set, but there is no such setting: see npm start -- --help`);
  }
  await requirePorts(settings);
  const progress = progressOn();
  await prepare(settings, progress);

  const ended = endOfService();
  progress.step('Starting');
  const tracing = await startTracing('kitegraph');
  const stack = await startStack(settings);
  progress.done('ready');
  console.error(await banner(stack, settings));
  await ended;
  progress.step('Stopping: finishing the work in hand');
  await stack[Symbol.asyncDispose]();
  await tracing[Symbol.asyncDispose]();
  progress.done('stopped');
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** Refuses a port that somebody listens on, by the name of its setting, before anything is set up. */
async function requirePorts(settings: Settings): Promise<void> {
  const own = ['queryPort', 'indexPort', 'opsPort', 'embeddingPort'] as const;
  const needed = settings.processes === 'each' ? (['port', ...own] as const) : (['port'] as const);
  for (const name of needed) {
    await requirePort(settings[name], settingDefinitions[name].variable, settings.host);
  }
}
