import { once } from 'node:events';
import type { Logger } from 'pino';
import type { Database, Queryable } from '../../../lib/database/database.ts';
import { appendEvents } from '../../../lib/database/events.ts';
import { newId } from '../../../lib/ids.ts';
import type { Alert } from '../../../schema/generated/ops.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import type { Scraper } from '../metrics/scraper.ts';
import type { Measurement } from '../metrics/window.ts';
import { type Transition, transitions } from './machine.ts';
import {
  alertStream,
  fireAlert,
  forgetResolved,
  openAlert,
  readRules,
  readUnresolved,
  resolveAlert,
} from './store.ts';

interface EvaluatorOptions {
  db: Database;
  scraper: Scraper;
  log: Logger;
}

/**
 * Evaluates the alert rules after each round of scrapes, until `signal` aborts. Of several processes one evaluates: the
 * one that holds the lock in PostgreSQL; when it ends, or loses its connection, another takes over. While PostgreSQL is
 * away nothing is evaluated.
 */
export async function evaluateAlerts(options: EvaluatorOptions, signal: AbortSignal): Promise<void> {
  let said = '';
  const say = (error: unknown) => {
    const { message } = error as Error;
    if (!signal.aborted && message !== said)
      options.log.warn({ err: message }, 'alerts cannot be evaluated now');
    said = message;
  };
  while (!signal.aborted) {
    await options.db
      .withAdvisoryLock('kitegraph alerts', async (session) => {
        said = '';
        while (await nextRound(options.scraper, signal)) await evaluate(options, session);
      })
      .catch(say);
    await nextRound(options.scraper, signal);
  }
}

/** @returns false where `signal` aborted instead */
async function nextRound(scraper: Scraper, signal: AbortSignal): Promise<boolean> {
  await once(scraper, 'round', { signal }).catch(() => undefined);
  return !signal.aborted;
}

/** One evaluation. `session` holds the lock: reading through it fails where the lock is lost. */
async function evaluate({ db, scraper, log }: EvaluatorOptions, session: Queryable): Promise<void> {
  const measure = (metric: string): Measurement =>
    metricNamed(metric)?.measure(scraper.windows) ?? { value: null, settled: true };
  const rules = await readRules(session);
  const changes = transitions(rules, await readUnresolved(session), measure, new Date());
  if (changes.length === 0) return;
  const changed = await db.transaction(async (tx) => {
    const alerts: Alert[] = [];
    for (const change of changes) alerts.push(...(await apply(tx, change)));
    if (alerts.length > 0) await appendEvents(tx, alertStream, alerts);
    if (alerts.some((alert) => alert.state === 'RESOLVED')) await forgetResolved(tx);
    return alerts;
  });
  for (const { id, state, value, rule } of changed) {
    log.info({ alert: id, rule: rule.name, metric: rule.metric, state, value }, 'an alert changed');
  }
}

/** The alert after the change; none where another process has changed it first. */
async function apply(tx: Queryable, change: Transition): Promise<Alert[]> {
  const alert = await applied(tx, change);
  return alert ? [alert] : [];
}

function applied(tx: Queryable, change: Transition): Promise<Alert | undefined> {
  const { value, at } = change;
  switch (change.kind) {
    case 'open':
      return openAlert(tx, { id: newId('alert'), rule: change.rule, state: change.state, value, at });
    case 'fire':
      return fireAlert(tx, { id: change.alert.id, value, at });
    case 'resolve':
      return resolveAlert(tx, { id: change.alert.id, value, at });
  }
}
