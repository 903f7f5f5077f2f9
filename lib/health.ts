import { setTimeout as delay } from 'node:timers/promises';

/** How one part (Milvus, PostgreSQL, Redis, the embedding service, a subgraph) is now. */
export interface PartHealth {
  name: string;
  status: 'UP' | 'DEGRADED' | 'DOWN';
  /** Milliseconds that the check took. */
  latencyMs: number;
  /** One line for an operator: the version, or what is wrong and what follows from it. */
  detail: string;
}

/** Runs `check`, which returns a detail line or throws, and measures it. Never throws. */
export async function checkPart(name: string, check: () => Promise<string>): Promise<PartHealth> {
  const started = performance.now();
  const latencyMs = () => Math.round((performance.now() - started) * 10) / 10;
  try {
    const detail = await check();
    return { name, status: 'UP', latencyMs: latencyMs(), detail };
  } catch (error) {
    return { name, status: 'DOWN', latencyMs: latencyMs(), detail: (error as Error).message };
  }
}

/** A whole is as healthy as its worst part, where a part that is DOWN leaves the whole DEGRADED. */
export function overall(parts: readonly PartHealth[]): 'UP' | 'DEGRADED' {
  return parts.every((part) => part.status === 'UP') ? 'UP' : 'DEGRADED';
}

/** A check of one part by name; it may reject or never answer. */
export type Checks = Record<string, () => Promise<PartHealth>>;

/** Runs all checks at once. A part that does not answer within `deadlineMs` is DOWN. Never rejects. */
export function runChecks(checks: Checks, deadlineMs: number): Promise<PartHealth[]> {
  return Promise.all(Object.entries(checks).map(([name, check]) => runCheck(name, check, deadlineMs)));
}

async function runCheck(name: string, check: Checks[string], deadlineMs: number): Promise<PartHealth> {
  const started = performance.now();
  const down = (detail: string): PartHealth => ({
    name,
    status: 'DOWN',
    latencyMs: Math.round((performance.now() - started) * 10) / 10,
    detail,
  });
  const answered = new AbortController();
  const late = delay(deadlineMs, undefined, { signal: answered.signal, ref: false }).then(
    () => down(`no answer within ${deadlineMs / 1000} s`),
    () => down('not waited for'),
  );
  try {
    return { ...(await Promise.race([check(), late])), name };
  } catch (error) {
    return down((error as Error).message);
  } finally {
    answered.abort();
  }
}
