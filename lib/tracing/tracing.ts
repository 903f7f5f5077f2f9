import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';

export type { Span } from '@opentelemetry/api';

/** The headers of W3C Trace Context and Baggage: which trace a request belongs to. */
export const TRACE_HEADERS = ['traceparent', 'tracestate', 'baggage'] as const;

/** Undefined while nobody takes traces: what follows then costs nothing but a comparison. */
let tracer: Tracer | undefined;

/** Called by `startTracing` alone. */
export function traceWith(taken: Tracer | undefined): void {
  tracer = taken;
}

/** Whether somebody takes traces. */
export function isTracing(): boolean {
  return tracer !== undefined;
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

export interface SpanOptions {
  /** @default internal */
  kind?: keyof typeof kinds;
  /** Names, counts and texts that hold no user's values: what is sent here is read by whoever reads traces. */
  attributes?: Attributes;
}

/** Runs a part of a traced request as a span of it; work that belongs to no trace, or to one that is not sampled, stays untraced. */
export function traced<T>(
  name: string,
  options: SpanOptions,
  run: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  if (!tracer || !isSampled()) return run(undefined);
  return inSpan(tracer, name, options, run);
}

/** The same for what answers at once. */
export function tracedNow<T>(name: string, run: () => T): T {
  if (!tracer || !isSampled()) return run();
  return tracer.startActiveSpan(name, (span) => {
    try {
      return run();
    } finally {
      span.end();
    }
  });
}

/** Runs the whole work on a request as a span: of the trace that its headers name, or the first of a trace of its own. */
export function tracedRequest<T>(
  name: string,
  headers: Readonly<Record<string, unknown>>,
  run: (span: Span | undefined) => Promise<T>,
  options: SpanOptions = { kind: 'server' },
): Promise<T> {
  const taken = tracer;
  if (!taken) return run(undefined);
  const from = propagation.extract(ROOT_CONTEXT, headers);
  return context.with(from, () => inSpan(taken, name, options, run));
}

/** Runs work that nobody asked for, such as that of a queue, as a span: in the trace that it is a part of, or in one of its own. */
export function tracedWork<T>(name: string, run: () => Promise<T>): Promise<T> {
  return trace.getActiveSpan() ? traced(name, {}, run) : tracedRequest(name, {}, run, {});
}

/** The headers by which whoever is asked next continues the trace; none where nothing is traced. */
export function traceHeaders(): Record<string, string> | undefined {
  if (!tracer || !trace.getActiveSpan()) return undefined;
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** The trace that is being worked on, as logs name it. */
export function currentTraceId(): string | undefined {
  return tracer && trace.getActiveSpan()?.spanContext().traceId;
}

/** Says that the work of a span failed, by a code and without a message: messages may quote what users sent. */
export function failed(span: Span | undefined, error: unknown): void {
  if (!span) return;
  const { code, name, extensions } = (error ?? {}) as {
    code?: unknown;
    name?: string;
    extensions?: { code?: unknown };
  };
  const type = String(extensions?.code ?? code ?? name ?? 'error');
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
}

function isSampled(): boolean {
  const { traceFlags = TraceFlags.NONE } = trace.getActiveSpan()?.spanContext() ?? {};
  return (traceFlags & TraceFlags.SAMPLED) !== 0;
}

function inSpan<T>(
  taken: Tracer,
  name: string,
  { kind = 'internal', attributes = {} }: SpanOptions,
  run: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  return taken.startActiveSpan(name, { kind: kinds[kind], attributes }, async (span) => {
    try {
      return await run(span);
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}
