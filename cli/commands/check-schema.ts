import { readFile } from 'node:fs/promises';
import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { apiSchema } from '../../lib/supergraph.ts';
import type { Api } from '../api/client.ts';
import { keyIsNeeded, Unreachable } from '../api/errors.ts';
import { Failure } from '../failure.ts';
import { printable, styled } from '../terminal/text.ts';

interface Use {
  client: string;
  version: string;
  operations: number;
  last: string;
}

/** An answer of the gateway's /usage. */
interface UsageReport {
  schema: string;
  since: string;
  uses: Record<string, Use[]>;
}

interface Breaking {
  path: string;
  message: string;
  /** Who would be hit; nobody: it was not used. */
  uses: Use[];
}

/** Prints the breaking changes of the schema in `file`. @returns whether none of them hits what was used */
export async function checkSchema(
  api: Api,
  file: string,
  options: { variant?: string; usage: string[]; json?: boolean },
): Promise<boolean> {
  const running = await usageOf(api, options.variant);
  const more = await Promise.all(
    options.usage.map(async (path) => JSON.parse(await text(path)) as UsageReport),
  );
  const before = buildSchema(running.schema, { assumeValidSDL: true });
  const after = schemaIn(await text(file), file);
  const reports = [running, ...more];

  const changes = await diff(before, after);
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const judged = breaking.map((change) => ({
    path: change.path ?? '',
    message: change.message,
    uses: usesOf(change, before, reports),
  }));
  const hits = judged.filter(({ uses }) => uses.length > 0);
  const spared = judged.filter(({ uses }) => uses.length === 0);
  const since = reports.map((report) => report.since).sort()[0] ?? '';
  if (options.json)
    console.log(JSON.stringify({ since, breaking: hits, unused: spared, changes: changes.length }, null, 2));
  else for (const line of lines(hits, spared, changes.length, since)) console.log(line);
  return hits.length === 0;
}

function lines(hits: Breaking[], spared: Breaking[], changes: number, since: string): string[] {
  return [
    ...hits.flatMap(({ message, uses }) => [
      `${styled('red', 'BREAKS')}  ${printable(message)}`,
      ...uses.map(({ client, version, operations, last }) =>
        printable(
          `        ${client || '(no name)'} ${version}: ${operations} operations, the last at ${last}`,
        ),
      ),
    ]),
    ...spared.map(({ message }) => `${styled('green', 'unused')}  ${printable(message)}`),
    `${changes} changes; ${hits.length} of them break what was used since ${since}, ${spared.length} would break what nobody used.`,
  ];
}

/** Who used what the change takes away. */
function usesOf(change: Change, before: GraphQLSchema, reports: UsageReport[]): Use[] {
  const coordinate = knownIn(before, change.path ?? '');
  const all = reports.flatMap(({ uses }) => uses[coordinate] ?? []);
  const byClient = new Map<string, Use>();
  for (const use of all) {
    const key = `${use.client}\n${use.version}`;
    const sum = byClient.get(key);
    byClient.set(key, {
      ...use,
      operations: use.operations + (sum?.operations ?? 0),
      last: sum && sum.last > use.last ? sum.last : use.last,
    });
  }
  return [...byClient.values()];
}

/** What of the path the schema has: of something new that must be given, what it is given to. */
function knownIn(schema: GraphQLSchema, path: string): string {
  const [typeName = '', member, argument] = path.split('.');
  const type = schema.getType(typeName);
  if (!type || member === undefined) return typeName;
  if (isInputObjectType(type)) return type.getFields()[member] ? path : typeName;
  if (!isObjectType(type) && !isInterfaceType(type)) return path;
  const field = type.getFields()[member];
  if (!field) return typeName;
  const has = field.args.some(({ name }) => name === argument);
  return argument === undefined || !has ? `${typeName}.${member}` : path;
}

async function usageOf(
  { connection: { url, apiKey } }: Api,
  variant: string | undefined,
): Promise<UsageReport> {
  const address = new URL('/usage', url);
  if (variant !== undefined) address.searchParams.set('variant', variant);
  const headers = new Headers(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` });
  const response = await fetch(address, { headers }).catch((error) => {
    throw new Unreachable(url, error);
  });
  if (response.status === 401) throw keyIsNeeded(apiKey !== undefined);
  const answer = (await response.json().catch(() => undefined)) as
    | (UsageReport & { errors?: { message: string }[] })
    | undefined;
  if (answer?.errors) throw new Failure(answer.errors.map(({ message }) => message).join('\n'));
  if (answer?.schema === undefined) throw new Failure(`${address.href} is no /usage of a Kitegraph gateway.`);
  return answer;
}

function schemaIn(sdl: string, file: string): GraphQLSchema {
  try {
    return buildSchema(/\benum join__Graph\b/.test(sdl) ? apiSchema(sdl) : sdl);
  } catch (error) {
    throw new Failure(`${file} is no schema: ${(error as Error).message}`);
  }
}

async function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error) => {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`);
  });
}
