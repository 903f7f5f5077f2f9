import { randomUUID } from 'node:crypto';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { OperationRequest } from '../../documents/read.ts';
import { gatewayError } from '../../errors.ts';
import type { RequestContext } from '../../request-context.ts';
import type { Changed, GatewayPlugin, Hook, PluginAnswer, PluginClient, PluginFetch } from './plugin.ts';

/** The hooks of all plugins, each undefined where no plugin has it. They throw a GraphQLError that is fit for a client's eyes. */
export interface Plugins {
  beforeValidation?: ((request: OperationRequest) => Promise<OperationRequest>) | undefined;
  beforeFetch?: ((fetch: PluginFetch, context: RequestContext) => Promise<PluginFetch>) | undefined;
  afterFetch?:
    | ((answer: PluginAnswer, fetch: PluginFetch, context: RequestContext) => Promise<PluginAnswer>)
    | undefined;
  beforeAnswer?:
    | ((answer: FormattedExecutionResult, request: OperationRequest) => Promise<FormattedExecutionResult>)
    | undefined;
}

export function runPlugins(plugins: readonly GatewayPlugin[], log: Logger): Plugins {
  /** Hands the value from plugin to plugin. */
  function through<H extends Hook, T>(
    hook: H,
  ): ((given: T, call: (plugin: GatewayPlugin, value: T) => Changed<T>) => Promise<T>) | undefined {
    const those = plugins.filter((plugin) => plugin[hook] !== undefined);
    if (those.length === 0) return undefined;
    return async (given, call) => {
      let value = given;
      for (const plugin of those) {
        try {
          value = (await call(plugin, value)) ?? value;
        } catch (error) {
          throw shown(error, plugin.name, hook);
        }
      }
      return value;
    };
  }

  function shown(error: unknown, plugin: string, hook: Hook): GraphQLError {
    const { name, message, extensions } = (error ?? {}) as Partial<GraphQLError>;
    // Not by its class: a plugin may have a GraphQL library of its own.
    if (name === 'GraphQLError' && typeof extensions?.code === 'string')
      return new GraphQLError(message ?? '', { extensions });
    const id = randomUUID();
    log.error({ id, plugin, hook, err: error }, 'a plugin failed');
    return gatewayError.pluginFailed(id);
  }

  const validation = through<'beforeValidation', OperationRequest>('beforeValidation');
  const fetch = through<'beforeFetch', PluginFetch>('beforeFetch');
  const fetched = through<'afterFetch', PluginAnswer>('afterFetch');
  const answered = through<'beforeAnswer', PluginAnswer>('beforeAnswer');
  return {
    beforeValidation:
      validation &&
      ((request) =>
        validation(request, async (plugin, { context, ...operation }) => {
          const changed = await plugin.beforeValidation?.(operation, clientOf(context));
          return changed && { ...operation, ...changed, context };
        })),
    beforeFetch:
      fetch &&
      ((request, context) =>
        fetch(request, (plugin, value) => plugin.beforeFetch?.(value, clientOf(context)))),
    afterFetch:
      fetched &&
      ((answer, request, context) =>
        fetched(answer, (plugin, value) => plugin.afterFetch?.(value, request, clientOf(context)))),
    beforeAnswer:
      answered &&
      ((answer, { context, ...operation }) =>
        answered(answer as PluginAnswer, (plugin, value) =>
          plugin.beforeAnswer?.(value, operation, clientOf(context)),
        ) as Promise<FormattedExecutionResult>),
  };
}

function clientOf({ identity, headers, requestId, answerHeaders }: RequestContext): PluginClient {
  return {
    id: identity.id,
    tenant: identity.caller.tenant,
    scopes: identity.scopes,
    claims: identity.claims,
    headers,
    requestId,
    setHeader: (name, value) => void answerHeaders.set(name.toLowerCase(), value),
  };
}
