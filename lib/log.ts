import pino from 'pino';
import pretty from 'pino-pretty';
import { currentRequestId } from './request-id.ts';
import { currentTraceId } from './tracing/tracing.ts';

let level: string = 'info';
const made = new Map<string, pino.Logger>();

/** Sets the level of every logger, also of those made before: one of pino's names, or `silent`. */
export function setLogLevel(name: string): void {
  level = name;
  for (const [component, each] of made) each.level = levelOf(component);
}

const AUDIT = 'audit';

/** The audit log is written at every level but `silent`: what is not there cannot be looked up later. */
function levelOf(component: string): string {
  return component === AUDIT && level !== 'silent' ? 'info' : level;
}

/** What operators do, one line each. */
export function auditLogger(): pino.Logger {
  return logger(AUDIT);
}

/** Lines to read where standard error is a terminal. */
function sink(): pino.DestinationStream {
  if (!process.stderr.isTTY) return pino.destination({ fd: 2, sync: true });
  return pretty({
    destination: 2,
    sync: true,
    translateTime: 'SYS:HH:MM:ss',
    messageFormat: '{component}: {msg}',
    ignore: 'component',
    singleLine: true,
  });
}

/**
 * A logger of one component: JSON lines on standard error, or lines to read where that is a terminal. Keys and tokens are never logged: the names below are
 * struck out wherever they appear in a logged object.
 */
export function logger(component: string): pino.Logger {
  const known = made.get(component);
  if (known) return known;
  const log = pino(
    {
      level: levelOf(component),
      base: { component },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin() {
        const requestId = currentRequestId();
        const traceId = currentTraceId();
        return { ...(requestId !== undefined && { requestId }), ...(traceId !== undefined && { traceId }) };
      },
      redact: {
        paths: [
          'apiKey',
          'token',
          'authorization',
          'password',
          '*.apiKey',
          '*.token',
          '*.authorization',
          '*.password',
        ],
        censor: '***',
      },
    },
    sink(),
  );
  made.set(component, log);
  return log;
}
