import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type SettingDefinition, type SettingName, settingDefinitions } from './setting-definitions.ts';
import { isLoopback } from './setting-kinds.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

type Definitions = typeof settingDefinitions;
type Value<D extends SettingDefinition> = ReturnType<D['kind']['parse']>;

/** All settings, parsed; those without a default are undefined where they are not given. */
export type Settings = {
  [Name in keyof Definitions]: Definitions[Name] extends { fallback: string }
    ? Value<Definitions[Name]>
    : Value<Definitions[Name]> | undefined;
} & {
  /** Keys of registered models' servers, by the environment variable that holds each. */
  modelKeys: Record<string, string>;
};

/** Environment variables that may hold the key of a registered model's server. */
export const MODEL_KEY = /^KITEGRAPH_MODEL_KEY_[A-Z0-9_]+$/;

/** Settings that cannot be used: one line a problem, each with the name, the value and what is allowed. */
export class SettingsError extends Error {}

/** KITEGRAPH_PORT → port, MILVUS_ADDRESS → milvus-address. */
export function flagOf(variable: string): string {
  return variable
    .replace(/^KITEGRAPH_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}

/**
 * Reads all settings from the environment and from flags; a flag wins.
 * @throws SettingsError for wrong values, unknown flags, and an address beyond loopback without a key
 */
export function readSettings(env: Record<string, string | undefined>, argv: string[]): Settings {
  const problems: string[] = [];
  const flags = readFlags(argv, problems);
  const settings: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries<SettingDefinition>(settingDefinitions)) {
    const given = flags[flagOf(definition.variable)] ?? (env[definition.variable] || undefined);
    const value = given ?? definition.fallback;
    if (value === undefined) continue;
    try {
      settings[name] = definition.kind.parse(value);
    } catch {
      const shown = definition.secret === true ? '(hidden)' : JSON.stringify(withoutCredentials(value));
      problems.push(`${definition.variable} is ${shown}, but must be ${definition.kind.allowed}.`);
    }
  }
  const read = settings as Settings;
  // Whoever has a secret or a file of the gateway has each service see for itself.
  const otherwise = read.gatewaySecrets !== undefined || read.gatewayFile !== undefined;
  if (problems.length === 0 && !isLoopback(read.host) && read.apiKey === undefined && !otherwise) {
    problems.push(
      `KITEGRAPH_HOST is "${read.host}", which others can reach: set KITEGRAPH_API_KEY too, or use 127.0.0.1.`,
    );
  }
  if (problems.length === 0 && read.tenantKeys.length > 0 && read.apiKey === undefined) {
    problems.push('KITEGRAPH_TENANT_KEYS is given: set KITEGRAPH_API_KEY too, or everybody is an operator.');
  }
  if (problems.length === 0 && read.scopedKeys.length > 0 && read.apiKey === undefined) {
    problems.push('KITEGRAPH_SCOPED_KEYS is given: set KITEGRAPH_API_KEY too, or everybody is an operator.');
  }
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return {
    ...read,
    modelKeys: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (MODEL_KEY.test(name) && value ? [[name, value]] : [])),
    ),
    dataDir: resolve(root, read.dataDir),
    runtimeDir: resolve(root, read.runtimeDir),
    ...(read.supergraph !== undefined && { supergraph: placeOf(read.supergraph, env.INIT_CWD) }),
    ...(read.gatewayFile !== undefined && { gatewayFile: resolve(root, read.gatewayFile) }),
    ...(read.plugins !== undefined && { plugins: resolve(root, read.plugins) }),
    searchMiddleware: read.searchMiddleware.map((path) => resolve(root, path)),
  };
}

/** A file's path is meant from where the command was given, which npm tells; a URL stays. */
function placeOf(fileOrUrl: string, commandDir = process.cwd()): string {
  return /^https?:/i.test(fileOrUrl) ? fileOrUrl : resolve(commandDir, fileOrUrl);
}

/** A value as an error may show it: without user and password. */
function withoutCredentials(value: string): string {
  return value
    .replace(/\/\/.*@/, '//(hidden)@')
    .replace(/^[^/]*@/, '(hidden)@')
    .replace(/((?:password|pwd|token|key)=)[^&\s]+/gi, '$1(hidden)');
}

/** Variables that look like settings and are none: most often mistyped. */
export function unknownVariables(env: Record<string, string | undefined>): string[] {
  const known = new Set(Object.values(settingDefinitions).map((definition) => definition.variable as string));
  // The command line's own.
  known.add('KITEGRAPH_URL');
  return Object.keys(env).filter(
    (name) => name.startsWith('KITEGRAPH_') && !known.has(name) && !MODEL_KEY.test(name),
  );
}

/**
 * The settings, where those named are given: for a service that has no default for them.
 * @throws SettingsError, one line for each that is missing
 */
export function requireSettings<Name extends SettingName>(
  settings: Settings,
  ...names: Name[]
): Settings & { [N in Name]-?: NonNullable<Settings[N]> } {
  const missing = names
    .filter((name) => settings[name] === undefined)
    .map((name) => `${settingDefinitions[name].variable} is missing: ${settingDefinitions[name].about}.`);
  if (missing.length > 0) throw new SettingsError(missing.join('\n'));
  return settings as never;
}

function readFlags(argv: string[], problems: string[]): Record<string, string | undefined> {
  const names = Object.values(settingDefinitions).map((definition) => flagOf(definition.variable));
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: argv, options, allowPositionals: false }).values as Record<
      string,
      string | undefined
    >;
  } catch (error) {
    problems.push(
      `${(error as Error).message.split('. ')[0]}. Flags: ${names.map((name) => `--${name}`).join(' ')}`,
    );
    return {};
  }
}
