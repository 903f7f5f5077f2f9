import { type SettingDefinition, type SettingName, settingDefinitions } from '../lib/setting-definitions.ts';
import type { Settings } from '../lib/settings.ts';
import { startServiceProcess } from './service-process.ts';
import type { ServiceName } from './stack.ts';

const mains: Record<ServiceName, string> = {
  embedding: 'embedding/main.ts',
  index: 'subgraphs/index/main.ts',
  query: 'subgraphs/query/main.ts',
  ops: 'subgraphs/ops/main.ts',
  gateway: 'gateway/main.ts',
};

/** Starts a service in a process of its own, by the very main program that a deployment runs. */
export function inProcessesOfTheirOwn(name: ServiceName, settings: Settings) {
  return startServiceProcess(name, mains[name], environment(settings));
}

/** The settings as environment variables. */
function environment(settings: Settings): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, { variable, kind }] of Object.entries<SettingDefinition>(settingDefinitions)) {
    const value = settings[name as SettingName];
    if (value === undefined) continue;
    if (kind.format) env[variable] = kind.format(value);
    else
      env[variable] = Array.isArray(value)
        ? value.map((entry) => (typeof entry === 'string' ? entry : Object.values(entry).join('='))).join(',')
        : String(value);
  }
  return env;
}
