import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { auditLogger } from '../../lib/log.ts';
import type { AskOps } from '../access/api-keys.ts';
import { openIdentity } from '../access/identity.ts';

/** One thing that an operator did or tried. */
export interface AuditEntry {
  id: string;
  /** ISO 8601. */
  at: string;
  field: string;
  outcome: 'SUCCEEDED' | 'FAILED' | 'REFUSED';
  code: string | null;
  actor: string;
  address: string | null;
  requestId: string;
  arguments: unknown;
}

/** Writes each entry to the log at once, and to the database in the background. */
export interface AuditRecorder extends AsyncDisposable {
  /** Holds nothing up, and never throws. */
  record(entry: AuditEntry): void;
}

const RECORD = 'mutation RecordAudit($entries: [AuditEntryInput!]!) { recordAudit(entries: $entries) }';
/** Entries that may wait for the database; older ones are then in the log alone. */
const MOST_WAITING = 10_000;
const AT_ONCE = 200;
const AGAIN_MS = 5_000;
const LAST_TRY_MS = 2_000;

/** @param ask the ops subgraph; none: the log alone is written */
export function auditRecorder(ask: AskOps | undefined, log: Logger): AuditRecorder {
  const lines = auditLogger();
  const waiting: AuditEntry[] = [];
  const ended = new AbortController();
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    if (!ask) return;
    while (waiting.length > 0) {
      const entries = waiting.slice(0, AT_ONCE);
      const { errors } = await ask(RECORD, { entries }).catch((error: Error) => ({ errors: [error] }));
      if (!errors?.length) {
        waiting.splice(0, entries.length);
        continue;
      }
      if (ended.signal.aborted) return;
      log.warn({ waiting: waiting.length, why: errors[0]?.message }, 'the audit log waits for the database');
      await delay(AGAIN_MS, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
    }
  }

  function start(): void {
    writing ??= write().finally(() => {
      writing = undefined;
      if (waiting.length > 0 && !ended.signal.aborted) start();
    });
  }

  return {
    record(entry) {
      const { at: _, ...line } = entry;
      // Who has an open gateway to themselves need not read what they did, unless they ask for it.
      const to = entry.actor === openIdentity.id ? log : lines;
      to.info(line, 'an operator’s mutation');
      if (!ask) return;
      waiting.push(entry);
      if (waiting.length > MOST_WAITING) {
        // What is being written stands at the front: it may arrive twice, which the id makes good.
        waiting.splice(0, waiting.length - MOST_WAITING);
        log.error(
          { most: MOST_WAITING },
          'an entry of the audit log is in the log alone: the database was away for long',
        );
      }
      start();
    },
    async [Symbol.asyncDispose]() {
      if (waiting.length === 0) return;
      ended.abort();
      await Promise.race([writing?.then(write), delay(LAST_TRY_MS, undefined, { ref: false })]);
    },
  };
}
