import { pathToFileURL } from 'node:url';
import { settingDefinitions } from '../../../lib/setting-definitions.ts';
import { SettingsError } from '../../../lib/settings.ts';
import type { SearchMiddleware } from './middleware.ts';

const HOOKS = ['request', 'scope', 'candidates', 'answer', 'suggestions'] as const;
const NAME = /^[A-Za-z][\w-]{0,63}$/;
const { variable } = settingDefinitions.searchMiddleware;

/**
 * The middleware of a deployment: what modules export by default (one, or a list), and more that is at hand.
 * @param modules absolute paths
 * @throws SettingsError, one line for each that cannot be used
 */
export async function loadMiddleware(
  modules: readonly string[],
  more: readonly SearchMiddleware[] = [],
): Promise<SearchMiddleware[]> {
  const problems: string[] = [];
  const loaded: SearchMiddleware[] = [];
  for (const path of modules) {
    const refuse = (why: string) => problems.push(`${variable} names ${path}, which ${why}.`);
    try {
      const { default: exported } = await import(pathToFileURL(path).href);
      if (exported === undefined) refuse('has no default export');
      else for (const one of [exported].flat()) loaded.push(one);
    } catch (error) {
      refuse(`cannot be loaded: ${(error as Error).message}`);
    }
  }
  loaded.push(...more);
  problems.push(...problemsOf(loaded).map((problem) => `${variable}: ${problem}`));
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return loaded;
}

/** What is wrong with middleware that is about to be used, a line each. */
function problemsOf(middlewares: readonly SearchMiddleware[]): string[] {
  const names = new Set<string>();
  return middlewares.flatMap((one) => {
    const name: unknown = one?.name;
    if (typeof name !== 'string' || !NAME.test(name)) {
      return [`middleware needs a name of letters, digits, - and _, not ${JSON.stringify(name)}.`];
    }
    if (names.has(name)) return [`there are two of the name "${name}".`];
    names.add(name);
    const wrong = HOOKS.filter((hook) => one[hook] !== undefined && typeof one[hook] !== 'function');
    if (wrong.length > 0) return [`"${name}" has ${wrong.join(', ')}, which must be a function.`];
    return HOOKS.some((hook) => one[hook]) ? [] : [`"${name}" has none of ${HOOKS.join(', ')}.`];
  });
}
