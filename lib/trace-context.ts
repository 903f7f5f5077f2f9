/** The headers of W3C Trace Context and Baggage: which trace a request belongs to. */
export const TRACE_HEADERS = ['traceparent', 'tracestate', 'baggage'] as const;
