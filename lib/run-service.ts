import { logger, setLogLevel } from './log.ts';
import type { Service } from './service.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';
import { startTracing } from './tracing/start.ts';

/**
 * The main program of a service: reads the settings, starts it, and drains it on SIGTERM, SIGINT or when the process
 * that started it is gone. A start that fails is one line on standard error and exit code 1.
 */
export async function runService(
  name: string,
  start: (settings: Settings) => Promise<Service>,
): Promise<void> {
  try {
    const settings = readSettings(process.env, process.argv.slice(2));
    setLogLevel(settings.logLevel);
    const tracing = await startTracing(`kitegraph-${name}`);
    const service = await start(settings);
    const log = logger(name);
    log.info({ url: service.url }, 'ready');
    process.send?.({ ready: service.url });
    const why = await endOfService();
    log.info({ why }, 'draining');
    await service[Symbol.asyncDispose]();
    await tracing[Symbol.asyncDispose]();
    process.exit(0);
  } catch (error) {
    const { message } = error as Error;
    console.error(error instanceof SettingsError ? message : `${name} could not start: ${message}`);
    process.exit(1);
  }
}

/** Resolves when the service should end, with the reason. */
export function endOfService(): Promise<string> {
  return new Promise((resolve) => {
    // It may come twice: to a group, and from the program above. A second one is not to cut what is being finished.
    process.on('SIGTERM', () => resolve('SIGTERM'));
    process.once('SIGINT', () => resolve('SIGINT'));
    // A parent that started us with a channel and died, even by kill -9, closes it.
    process.once('disconnect', () => resolve('the process that started this one is gone'));
  });
}
