import type { PartHealth } from '../lib/health.ts';
import { type SettingName, settingDefinitions } from '../lib/setting-definitions.ts';
import type { Settings } from '../lib/settings.ts';
import type { Stack } from './stack.ts';

/** The settings that say where a part is. */
const addressOf: Record<string, SettingName> = {
  postgresql: 'databaseUrl',
  milvus: 'milvusAddress',
  embedding: 'embeddingUrl',
  redis: 'redisUrl',
};

/** What `npm start` says when all is started: where it is, and what of it is not there. */
export async function banner(stack: Stack, settings: Settings): Promise<string> {
  const guarded = (await isOpen(stack))
    ? 'open to everybody on this machine (no KITEGRAPH_API_KEY)'
    : 'with a key or a token';
  const embedded = Object.keys(stack.stores.embedded).length > 0;
  const data = embedded ? `\n  Data         ${settings.dataDir}` : '';
  const address = settings.port === 4000 ? '' : `KITEGRAPH_URL=${stack.url}/graphql `;
  return `
  Kitegraph    ${stack.url}/graphql   GraphQL, subscriptions, and GraphiQL in a browser; ${guarded}
  Health       ${stack.url}/health${data}
${(await missing(stack, settings)).map((line) => `\n  ${line}\n`).join('')}
  Next: ${address}npm run sample        Stop: Ctrl-C
`;
}

/** Whether whoever sends no credentials is an operator: to answer them something is not to be open. */
async function isOpen({ url }: Stack): Promise<boolean> {
  const response = await fetch(`${url}/usage`).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}

/** A line for each part that does not answer. */
async function missing({ url }: Stack, settings: Settings): Promise<string[]> {
  const headers: Record<string, string> = settings.apiKey
    ? { authorization: `Bearer ${settings.apiKey}` }
    : {};
  const response = await fetch(`${url}/health`, { headers }).catch(() => undefined);
  const { components = [] } = ((await response?.json().catch(() => undefined)) ?? {}) as {
    components?: (PartHealth & { components?: PartHealth[] })[];
  };
  const parts = components.flatMap(({ components: inner, ...service }) => inner ?? [service]);
  const down = new Map(parts.filter(({ status }) => status === 'DOWN').map((part) => [part.name, part]));
  return [...down].map(([name, { detail }]) => {
    const setting = addressOf[name];
    const given = setting && settings[setting] !== undefined;
    const remedy = given ? ` Check ${settingDefinitions[setting].variable}.` : '';
    return `${name} is not there: ${detail}.${remedy} It is tried again by itself.`;
  });
}
