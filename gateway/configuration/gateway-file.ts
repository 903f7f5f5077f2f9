import { readFileSync } from 'node:fs';
import { isMap, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { z } from 'zod';
import { SettingsError } from '../../lib/settings.ts';
import { type GatewayFile, gatewayFileSections } from './sections.ts';

/** Files are small; what is larger is none of ours. */
const MOST_BYTES = 1024 * 1024;

/**
 * The gateway's settings that are too many for environment variables, out of a YAML file.
 * @throws SettingsError with a line for each problem: the file, the line in it, the place, and what is allowed there
 */
export function readGatewayFile(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): GatewayFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingsError(`KITEGRAPH_GATEWAY_CONFIG: ${path} cannot be read: ${(error as Error).message}`);
  }
  if (text.length > MOST_BYTES) throw new SettingsError(`${path} is larger than ${MOST_BYTES} bytes.`);
  return parseGatewayFile(text, path, env);
}

/** @param name of the file, for the problems */
export function parseGatewayFile(
  text: string,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): GatewayFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) => `${name}:${lines.linePos(offset ?? 0).line || 1}`;
  if (document.errors.length > 0) {
    throw new SettingsError(
      document.errors.map(({ pos, message }) => `${at(pos[0])}: is no valid YAML: ${message}.`).join('\n'),
    );
  }
  const missing: string[] = [];
  const given = document.toJS({
    // Secrets stay out of the file: ${env.NAME} stands for what the environment holds.
    reviver: (_key, value) => (typeof value === 'string' ? withEnvironment(value, env, missing) : value),
  });
  const read = gatewayFileSections.safeParse(given ?? {});
  const wrong = (read.error?.issues ?? [])
    .flatMap(plain)
    .map((issue) => ({ offset: offsetOf(document.contents, issue) ?? 0, text: inWords(issue) }))
    .sort((a, b) => a.offset - b.offset);
  const problems = [
    ...missing.map((variable) => `${name}: the environment variable ${variable} is not set.`),
    ...wrong.map(({ offset, text }) => `${at(offset)}: ${text}`),
  ];
  if (problems.length > 0 || !read.success) throw new SettingsError(problems.join('\n'));
  return read.data;
}

function withEnvironment(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  missing: string[],
): string {
  return text.replace(/\$\{env\.([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => {
    const value = env[variable];
    if (value === undefined) missing.push(variable);
    return value ?? '';
  });
}

/** Of what may be `off` or a section, only what is wrong with the section is of use. */
function plain(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inner = (issue.errors.at(-1) ?? []).map((nested) => ({
    ...nested,
    path: [...issue.path, ...nested.path],
  }));
  return inner.flatMap((nested) => plain(nested));
}

/** `subgraphs.query.timeout.query must be a time from …`: what was given is not shown, as it may be a secret. */
function inWords({ path, message }: z.core.$ZodIssue): string {
  const place = path.map((part, at) =>
    typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${String(part)}`,
  );
  return `${place.join('') || 'the file'} ${message}.`;
}

/** Where in the text the place of an issue begins: the name, where a value or a name in it is wrong. */
function offsetOf(root: Node | null, issue: z.core.$ZodIssue): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  for (const part of path) {
    const pair: Pair | undefined = isMap(node)
      ? node.items.find(({ key }) => String(key) === String(part))
      : undefined;
    const next = pair
      ? pair.value
      : (node as { get?: (key: unknown, keep: boolean) => unknown } | null)?.get?.(part, true);
    const start = ((pair?.key ?? next) as Node | undefined)?.range?.[0];
    if (start === undefined) break;
    offset = start;
    node = next;
  }
  return offset;
}
