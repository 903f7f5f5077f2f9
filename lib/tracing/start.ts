import { context, propagation, trace } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import { logger } from '../log.ts';
import { SettingsError } from '../settings.ts';
import { traceWith } from './tracing.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Sends traces where the standard environment variables say (OTEL_EXPORTER_OTLP_ENDPOINT or
 * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME,
 * OTEL_SDK_DISABLED, and those of OpenTelemetry's SDK). Where none of them names a receiver nothing is loaded. To be called before
 * the services start; disposing sends what is left.
 * @param service name of this process, where OTEL_SERVICE_NAME gives none
 * @throws SettingsError for a protocol or an exporter that is not offered
 */
export async function startTracing(service: string): Promise<AsyncDisposable> {
  const { env } = process;
  const kind = exporterKind(env);
  if (kind === undefined) return { [Symbol.asyncDispose]: async () => {} };
  const [{ BasicTracerProvider, BatchSpanProcessor }, { AsyncLocalStorageContextManager }, { Resource }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/resources'),
    ]);
  const provider = new BasicTracerProvider({
    resource: Resource.default().merge(
      new Resource({ 'service.name': env.OTEL_SERVICE_NAME || named(env) || service }),
    ),
    spanProcessors: [new BatchSpanProcessor(await exporter(kind))],
  });
  provider.register({ contextManager: new AsyncLocalStorageContextManager().enable() });
  traceWith(provider.getTracer('kitegraph'));
  return {
    async [Symbol.asyncDispose]() {
      traceWith(undefined);
      await provider
        .shutdown()
        .catch((error) => logger('tracing').warn({ err: error }, 'the last traces could not be sent'));
      for (const part of [trace, context, propagation]) part.disable();
    },
  };
}

type ExporterKind = 'http/protobuf' | 'http/json' | 'console';

/** @returns undefined where nobody is named who takes traces */
function exporterKind(env: Environment): ExporterKind | undefined {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return undefined;
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const name = env.OTEL_TRACES_EXPORTER || (endpoint ? 'otlp' : 'none');
  if (name === 'none') return undefined;
  if (name === 'console') return 'console';
  if (name !== 'otlp') {
    throw new SettingsError(`OTEL_TRACES_EXPORTER is "${name}", but must be one of otlp, console, none.`);
  }
  const protocol =
    env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
  if (protocol === 'http/protobuf' || protocol === 'http/json') return protocol;
  throw new SettingsError(
    `OTEL_EXPORTER_OTLP_PROTOCOL is "${protocol}", but must be one of http/protobuf, http/json.`,
  );
}

/** What OTEL_RESOURCE_ATTRIBUTES call the service. */
function named(env: Environment): string | undefined {
  return /(?:^|,)\s*service\.name=([^,]+)/.exec(env.OTEL_RESOURCE_ATTRIBUTES ?? '')?.[1];
}

async function exporter(kind: ExporterKind): Promise<SpanExporter> {
  switch (kind) {
    case 'console':
      return new (await import('@opentelemetry/sdk-trace-base')).ConsoleSpanExporter();
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter();
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter();
  }
}
