import { join } from 'node:path';
import type { Settings } from '../lib/settings.ts';
import { readGatewayFile } from './configuration/gateway-file.ts';
import type { GatewayFile } from './configuration/sections.ts';

export interface GatewayConfig {
  host: string;
  /** 0: any free port. */
  port: number;
  /** The key that clients must send, and that the gateway sends to the product's own subgraphs. */
  apiKey?: string | undefined;
  /** What requests to subgraphs are signed by: the first signs, each is taken. @default none: they are not signed */
  gatewaySecrets?: readonly string[] | undefined;
  /** Keys that open what belongs to one tenant. @default none */
  tenantKeys?: { tenant: string; key: string }[];
  /** Keys that open what needs no scope or one of theirs. @default none */
  scopedKeys?: { scopes: string[]; tenant?: string | undefined; key: string }[];
  /** Opens /instances, where instances of subgraphs announce themselves. @default there is no such thing */
  registrationKey?: string | undefined;
  /** Where set-up put the GraphiQL bundle. */
  graphiqlDir: string;
  /** What is served. */
  graph: ProductGraph | PublishedGraph;
  /** Whether the gateway tells little about itself. @default false */
  production?: boolean;
  /** A Redis that gateways share limits and persisted queries in. @default each has its own */
  redisUrl?: string | undefined;
  /** From how many milliseconds on an operation is logged. @default none is */
  slowOperationMs?: number | undefined;
  /** The folder of the deployment's plugins: an absolute path. @default none */
  pluginsFolder?: string | undefined;
  /** What the gateway's file says. @default nothing: every section has defaults */
  file?: GatewayFile;
}

/** The product's own subgraphs, and the user's. */
export interface ProductGraph {
  /** Where the product's own subgraphs answer: addresses without a path. */
  services: { query: string; index: string; ops: string };
  /** The user's own subgraphs: each URL is that of its GraphQL endpoint. */
  subgraphs: { name: string; url: string }[];
  /** How often the user's subgraphs are asked for their schema, in milliseconds. @default 3000 */
  pollSubgraphsMs?: number;
}

/** Any supergraph, as its composition wrote it. */
export interface PublishedGraph {
  /** The path of a file, or an http(s) URL. */
  supergraph: string;
  /** How often it is looked at, in milliseconds. @default 500 for a file, 10,000 for a URL */
  everyMs?: number;
}

/** @throws SettingsError where the gateway's file cannot be used */
export function gatewayConfig(settings: Settings): GatewayConfig {
  return {
    host: settings.host,
    port: settings.port,
    apiKey: settings.apiKey,
    gatewaySecrets: settings.gatewaySecrets,
    redisUrl: settings.redisUrl,
    tenantKeys: settings.tenantKeys,
    scopedKeys: settings.scopedKeys,
    registrationKey: settings.registrationKey,
    graphiqlDir: join(settings.runtimeDir, 'graphiql'),
    slowOperationMs: settings.slowOperationMs,
    pluginsFolder: settings.plugins,
    graph:
      settings.supergraph === undefined
        ? {
            services: { query: settings.queryUrl, index: settings.indexUrl, ops: settings.opsUrl },
            subgraphs: settings.subgraphs,
          }
        : { supergraph: settings.supergraph },
    production:
      settings.production === 'on' ||
      (settings.production === 'auto' && process.env.NODE_ENV === 'production'),
    ...(settings.gatewayFile !== undefined && { file: readGatewayFile(settings.gatewayFile, process.env) }),
  };
}
