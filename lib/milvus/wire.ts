import { setTimeout as sleep } from 'node:timers/promises';
import { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { traceHeaders } from '../tracing/tracing.ts';

/** What this file uses of a gRPC interceptor's arguments; the package itself is the SDK's, not ours. */
type Interceptor = (options: unknown, nextCall: (options: unknown) => Call) => Call;
interface Call {
  start(metadata: Metadata, listener?: Partial<Listener>): void;
}
interface Metadata {
  set(name: string, value: string): void;
}
interface Listener {
  onReceiveMetadata(metadata: unknown): void;
  onReceiveMessage(message: unknown): void;
  onReceiveStatus(status: unknown): void;
}
interface Status {
  error_code?: string;
  code?: number;
}
interface FieldColumn {
  scalars?: { data?: string; json_data?: { data: Buffer[] } };
}
interface Answer {
  status?: Status;
  fields_data?: FieldColumn[];
  results?: { fields_data?: FieldColumn[] } | null;
}

const CLOSE_MS = 2_000;

/**
 * An SDK client whose channels are opened by the first call, so that making one never fails, and opened again by
 * themselves when the server comes back.
 *
 * The SDK's last interceptor is taken out. It writes every request and answer as JSON for a log that is off (a third of
 * the client's time when rows are written), turns "not implemented" into success, and sends a call again without
 * telling.
 *
 * @param address host:port, or https://host:port for TLS
 * @param timeout milliseconds for those calls of the SDK that cannot be given any
 */
export function openClient(o: { address: string; token?: string; timeout: number }): MilvusClient {
  const client = new MilvusClient({
    address: o.address,
    token: o.token,
    timeout: o.timeout,
    // The handshake tells the server about the SDK, no more; the SDK never tries it again where it failed.
    __SKIP_CONNECT__: true,
    telemetry: { enabled: false },
    logLevel: 'error',
    // No channel before the interceptors stand.
    pool: { min: 0, max: 16 },
    channelOptions: {
      // Calls are made again by us (connection.ts); the driver's own way keeps a copy of each.
      'grpc.enable_retries': 0,
      // The SDK's ten seconds, also while idle, are more than gRPC servers bear by default (one in five minutes). What
      // is silent is found by the deadline of each call.
      'grpc.keepalive_time_ms': 330_000,
      'grpc.keepalive_permit_without_calls': 0,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.min_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 1_000,
    },
  });
  const interceptors = (client.channelOptions as { interceptors?: Interceptor[] }).interceptors;
  interceptors?.splice(-1, 1, correctCalls);
  return client;
}

/** Ends every channel of the client, after the calls under way; those that take longer end at their deadlines. */
export async function closeClient(client: MilvusClient): Promise<void> {
  const enough = new AbortController();
  await Promise.race([
    client.closeConnection(),
    sleep(CLOSE_MS, undefined, { signal: enough.signal, ref: false }).catch(() => {}),
  ]);
  enough.abort();
}

/** Tells the server which trace a call belongs to, and corrects what it answers where the SDK would get it wrong. */
function correctCalls(options: unknown, nextCall: (options: unknown) => Call): Call {
  const call = nextCall(options);
  const start = call.start.bind(call);
  call.start = (metadata, listener) => {
    for (const [name, value] of Object.entries(traceHeaders() ?? {})) metadata.set(name, value);
    start(metadata, {
      onReceiveMetadata: (received) => listener?.onReceiveMetadata?.(received),
      onReceiveMessage(message) {
        const answer = (message ?? {}) as Answer & Status;
        sayFailure(answer.status ?? answer);
        wrapJsonColumns(answer.fields_data ?? answer.results?.fields_data ?? []);
        listener?.onReceiveMessage?.(message);
      },
      onReceiveStatus: (status) => listener?.onReceiveStatus?.(status),
    });
  };
  return call;
}

/** Milvus Lite reports an unforeseen failure in the newer of two fields alone; the SDK looks at the older. */
function sayFailure(status: Status): void {
  if (status.code && status.error_code === 'Success') status.error_code = 'UnexpectedError';
}

/**
 * The SDK parses JSON columns with JSON.parse, which rounds integers beyond 2^53. Each value is handed to it wrapped as
 * a JSON string, so that a row carries the text that the server sent, for a parser of ours.
 */
function wrapJsonColumns(columns: FieldColumn[]): void {
  for (const column of columns) {
    const values = column.scalars?.json_data?.data;
    values?.forEach((value, index) => {
      if (value.length > 0) values[index] = Buffer.from(JSON.stringify(value.toString()));
    });
  }
}
