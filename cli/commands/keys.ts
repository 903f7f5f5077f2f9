import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import {
  ApiKeysDocument,
  CreateApiKeyDocument,
  type KeyLineFragment,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
} from '../generated/operations.ts';
import { confirm } from '../terminal/confirm.ts';
import { table } from '../terminal/table.ts';
import { styled } from '../terminal/text.ts';

const DAY_MS = 86_400_000;

export async function listKeys(api: Api, options: { revoked?: boolean; json?: boolean }): Promise<void> {
  const keys: KeyLineFragment[] = [];
  let after: string | null | undefined;
  do {
    const answer = await api.request(ApiKeysDocument, {
      first: 100,
      after: after ?? null,
      revoked: options.revoked ?? false,
    });
    const { edges, pageInfo } = answered(answer.apiKeys);
    keys.push(...edges.map(({ node }) => node));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  if (options.json) return console.log(JSON.stringify(keys, null, 2));
  if (keys.length === 0) {
    return console.log('No key yet. Make one with: kitegraph keys create <name> --scopes search');
  }
  const lines = table(keys, [
    { title: 'ID', value: ({ id }) => id },
    { title: 'KEY', value: ({ prefix }) => `${prefix}_…` },
    { title: 'NAME', value: ({ name }) => name, most: 40 },
    { title: 'SCOPES', value: ({ scopes }) => scopes.join(' '), most: 40 },
    { title: 'LIMITED TO', value: limits, most: 50 },
    { title: 'LAST USED', value: ({ lastUsedAt }) => day(lastUsedAt) ?? 'not yet' },
    {
      title: 'ENDS',
      value: ends,
      dress: (cell, key) => styled(isOver(key) ? 'red' : 'green', cell),
    },
  ]);
  console.log(lines.join('\n'));
}

export async function createKey(
  api: Api,
  name: string,
  options: {
    scopes: string[];
    collections?: string[];
    readScopes?: string[];
    forTenant?: string;
    expiresIn?: number;
    json?: boolean;
  },
): Promise<void> {
  const { scopes, collections, readScopes, forTenant, expiresIn } = options;
  const { createApiKey } = await api.request(CreateApiKeyDocument, {
    input: {
      name,
      scopes,
      ...(collections && { collections }),
      ...(readScopes && { readScopes }),
      ...(forTenant !== undefined && { tenant: forTenant }),
      ...(expiresIn !== undefined && { expiresAt: new Date(Date.now() + expiresIn * DAY_MS).toISOString() }),
    },
  });
  printKey(createApiKey, options.json);
}

export async function rotateKey(
  api: Api,
  id: string,
  { grace, json }: { grace: number; json?: boolean },
): Promise<void> {
  const input = { id, graceSeconds: grace * 3_600 };
  const { rotateApiKey } = await api.request(RotateApiKeyDocument, { input });
  printKey(rotateApiKey, json);
}

export async function revokeKey(api: Api, id: string, { yes }: { yes?: boolean }): Promise<void> {
  if (!yes) await confirm(`Revoke the key ${id} for good?`, '--yes');
  const { revokeApiKey } = await api.request(RevokeApiKeyDocument, { input: { id } });
  console.log(`Revoked "${revokeApiKey.apiKey.name}" (${revokeApiKey.apiKey.prefix}_…).`);
}

/** The key alone on standard output, so that it can be piped; what is to be known of it on standard error. */
function printKey(
  { key, apiKey }: { key: string; apiKey: KeyLineFragment },
  json: boolean | undefined,
): void {
  if (json) {
    console.log(JSON.stringify({ key, ...apiKey }, null, 2));
    return;
  }
  console.error(
    `${apiKey.id} "${apiKey.name}" may ${apiKey.scopes.join(', ')}; it ends: ${ends(apiKey)}. Keep the key: it is not shown again.`,
  );
  console.log(key);
}

function limits({ collections, tenant, readScopes }: KeyLineFragment): string {
  return [
    ...(collections ? [`collections ${collections.join(' ')}`] : []),
    ...(tenant ? [`tenant ${tenant}`] : []),
    ...(readScopes ? [`documents ${readScopes.join(' ')}`] : []),
  ].join(', ');
}

function ends({ expiresAt, revokedAt }: KeyLineFragment): string {
  return revokedAt ? `revoked ${day(revokedAt)}` : (day(expiresAt) ?? 'not by itself');
}

function isOver({ expiresAt, revokedAt }: KeyLineFragment): boolean {
  return Boolean(revokedAt) || (expiresAt !== null && new Date(expiresAt).getTime() <= Date.now());
}

function day(time: string | null | undefined): string | undefined {
  return time ? new Date(time).toLocaleString('sv').slice(0, 16) : undefined;
}
