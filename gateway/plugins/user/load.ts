import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { settingDefinitions } from '../../../lib/setting-definitions.ts';
import { SettingsError } from '../../../lib/settings.ts';
import { type GatewayPlugin, HOOKS } from './plugin.ts';

const NAME = /^[A-Za-z][\w-]{0,63}$/;
const { variable } = settingDefinitions.plugins;

/**
 * The plugins of a folder: what its modules (.ts, .js, .mjs) export by default, one or a list, in the order of their names.
 * @throws SettingsError, one line for each file that cannot be used
 */
export async function loadPlugins(folder: string): Promise<GatewayPlugin[]> {
  const files = await readdir(folder).catch((error) => {
    throw new SettingsError(`${variable} is ${folder}, which cannot be read: ${error.message}.`);
  });
  const problems: string[] = [];
  const loaded: GatewayPlugin[] = [];
  for (const file of files.filter((name) => /(?<!\.d|\.test)\.(ts|js|mjs)$/.test(name)).sort()) {
    const refuse = (why: string) => problems.push(`${variable}: ${join(folder, file)} ${why}.`);
    try {
      const { default: exported } = await import(pathToFileURL(join(folder, file)).href);
      if (exported === undefined) refuse('has no default export');
      for (const one of exported === undefined ? [] : [exported].flat()) {
        const problem = problemOf(one, loaded);
        if (problem) refuse(problem);
        else loaded.push(one);
      }
    } catch (error) {
      refuse(`cannot be loaded: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return loaded;
}

function problemOf(plugin: GatewayPlugin, before: readonly GatewayPlugin[]): string | undefined {
  const name: unknown = plugin?.name;
  if (typeof name !== 'string' || !NAME.test(name))
    return `needs a name of letters, digits, - and _, not ${JSON.stringify(name)}`;
  if (before.some((other) => other.name === name)) return `has the name "${name}", which another one has`;
  const unknown = Object.keys(plugin).filter(
    (key) => key !== 'name' && !(HOOKS as readonly string[]).includes(key),
  );
  if (unknown.length > 0) return `has ${unknown.join(', ')}; a plugin may have ${HOOKS.join(', ')}`;
  const wrong = HOOKS.filter((hook) => plugin[hook] !== undefined && typeof plugin[hook] !== 'function');
  if (wrong.length > 0) return `has ${wrong.join(', ')}, which must be a function`;
  return HOOKS.some((hook) => plugin[hook]) ? undefined : `has none of ${HOOKS.join(', ')}`;
}
