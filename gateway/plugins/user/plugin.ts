import type { GraphQLFormattedError } from 'graphql';

/** Another value in place of the one given, or nothing where it stays as it is. Values are not changed in place. */
export type Changed<T> = T | undefined | Promise<T | undefined>;

/** What a client asks for. */
export interface PluginOperation {
  /** Undefined where the client names a persisted one. */
  query?: string | undefined;
  operationName?: string | undefined;
  variables: Readonly<Record<string, unknown>>;
}

/** Who asks, and how it came. */
export interface PluginClient {
  /** Names who asks: the same for each request of the same, never a secret. */
  readonly id: string;
  readonly tenant?: string | undefined;
  readonly scopes: ReadonlySet<string>;
  /** Of a JSON Web Token. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Names in lower case; over a WebSocket also what came as connectionParams. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  /** Sets a header of the answer, where it goes over HTTP. */
  setHeader(name: string, value: string): void;
}

/** One request of the gateway to one subgraph. */
export interface PluginFetch {
  readonly subgraph: string;
  query: string;
  variables: Readonly<Record<string, unknown>>;
  /** Sent beside those of the gateway, in place of any of the same name; a subgraph in the gateway's own process has none. */
  headers: Readonly<Record<string, string>>;
}

export interface PluginAnswer {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLFormattedError[] | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/**
 * What a deployment puts into every request. An error made with GraphQLError and an `extensions.code` reaches the client; any other
 * is logged with the plugin's name, and hidden from it. Plugins run in the order of their files.
 */
export interface GatewayPlugin {
  /** Letters, digits, - and _; of its own among those of a deployment. */
  readonly name: string;
  /** Another operation, before it is parsed and validated: queries, mutations and subscriptions on every transport. */
  beforeValidation?(operation: PluginOperation, client: PluginClient): Changed<PluginOperation>;
  /** Another request to a subgraph. Of a subscription: those that complete its events, not the stream itself. */
  beforeFetch?(fetch: PluginFetch, client: PluginClient): Changed<PluginFetch>;
  /** Another answer of a subgraph: its errors are as the client will see them, and it is not yet joined with others. */
  afterFetch?(answer: PluginAnswer, fetch: PluginFetch, client: PluginClient): Changed<PluginAnswer>;
  /** Another answer to a query or mutation, also to one out of the cache. */
  beforeAnswer?(
    answer: PluginAnswer,
    operation: PluginOperation,
    client: PluginClient,
  ): Changed<PluginAnswer>;
}

/** A plugin as a module exports it by default, with its types checked where it is written. */
export function definePlugin(plugin: GatewayPlugin): GatewayPlugin {
  return plugin;
}

export const HOOKS = ['beforeValidation', 'beforeFetch', 'afterFetch', 'beforeAnswer'] as const;
export type Hook = (typeof HOOKS)[number];
