import type { Queryable } from '../../../lib/database/database.ts';
import type { StreamEvent } from '../../../lib/database/events.ts';
import type {
  Alert,
  AlertRule,
  AlertSeverity,
  AlertState,
  CreateAlertRuleInput,
} from '../../../schema/generated/ops.ts';

/** The stream of events that alerts are told in. */
export const alertStream = 'alerts';

/** Resolved alerts are kept this long. */
const keptDays = 30;

const ruleColumns = `id, name, metric, operator, threshold, severity,
  duration_seconds as "durationSeconds", created_at as "createdAt"`;
const alertColumns = `id, rule, state, severity, value, threshold,
  started_at as "startedAt", fired_at as "firedAt", resolved_at as "resolvedAt"`;

/** All rules, by name. */
export function readRules(db: Queryable): Promise<AlertRule[]> {
  return db.query<AlertRule>(`select ${ruleColumns} from alert_rules order by name`);
}

export function readRulesById(db: Queryable, ids: readonly string[]): Promise<AlertRule[]> {
  return db.query<AlertRule>(`select ${ruleColumns} from alert_rules where id = any($1)`, [ids]);
}

/** How many rules there are; no rule can be made meanwhile. */
export async function countRulesAlone(tx: Queryable): Promise<number> {
  await tx.query('lock table alert_rules in share row exclusive mode');
  const [row] = await tx.query<{ count: number }>('select count(*) from alert_rules');
  return row?.count ?? 0;
}

/** @returns undefined where the name is taken */
export async function insertRule(
  tx: Queryable,
  id: string,
  rule: CreateAlertRuleInput,
): Promise<AlertRule | undefined> {
  const [row] = await tx.query<AlertRule>(
    `insert into alert_rules (id, name, metric, operator, threshold, severity, duration_seconds)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (name) do nothing returning ${ruleColumns}`,
    [id, rule.name, rule.metric, rule.operator, rule.threshold, rule.severity, rule.durationSeconds],
  );
  return row;
}

/** @returns whether it was there */
export async function deleteRule(tx: Queryable, id: string): Promise<boolean> {
  return (await tx.query('delete from alert_rules where id = $1 returning id', [id])).length > 0;
}

/** The newest first. */
export function readAlerts(
  db: Queryable,
  options: { states?: readonly AlertState[] | null | undefined; first: number },
): Promise<Alert[]> {
  return db.query<Alert>(
    `select ${alertColumns} from alerts where $1::text[] is null or state = any($1)
     order by started_at desc, id limit $2`,
    [options.states ?? null, options.first],
  );
}

export function readAlertsById(db: Queryable, ids: readonly string[]): Promise<Alert[]> {
  return db.query<Alert>(`select ${alertColumns} from alerts where id = any($1)`, [ids]);
}

/** The alerts that are pending or firing, the oldest first. */
export function readUnresolved(db: Queryable): Promise<Alert[]> {
  return db.query<Alert>(
    `select ${alertColumns} from alerts where state <> 'RESOLVED' order by started_at, id`,
  );
}

/** The alerts that are pending or firing as events, with the sequence number of the stream as it is now. */
export async function readUnresolvedEvents(db: Queryable): Promise<StreamEvent<Alert>[]> {
  const rows = await db.query<Alert & { sequence: number }>(
    `select ${alertColumns}, coalesce((select sequence from streams where name = $1), 0) as sequence
     from alerts where state <> 'RESOLVED' order by started_at, id`,
    [alertStream],
  );
  return rows.map(({ sequence, ...alert }) => ({ sequence, payload: alert }));
}

export async function countUnresolved(db: Queryable): Promise<Record<'PENDING' | 'FIRING', number>> {
  const rows = await db.query<{ state: 'PENDING' | 'FIRING'; count: number }>(
    "select state, count(*) from alerts where state <> 'RESOLVED' group by state",
  );
  return { PENDING: 0, FIRING: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.count])) };
}

/** @returns undefined where the rule was deleted meanwhile, or has an unresolved alert already */
export async function openAlert(
  tx: Queryable,
  alert: { id: string; rule: AlertRule; state: 'PENDING' | 'FIRING'; value: number; at: Date },
): Promise<Alert | undefined> {
  // The lock makes a deletion wait, which then finds this alert and resolves it.
  const [row] = await tx.query<Alert>(
    `with rule as (select id from alert_rules where id = $2 for key share)
     insert into alerts (id, rule_id, rule, state, severity, value, threshold, started_at, fired_at)
     select $1, rule.id, $3, $4, $5, $6, $7, $8::timestamptz, case when $4 = 'FIRING' then $8 end from rule
     on conflict (rule_id) where state <> 'RESOLVED' do nothing
     returning ${alertColumns}`,
    [
      alert.id,
      alert.rule.id,
      JSON.stringify(alert.rule),
      alert.state,
      alert.rule.severity satisfies AlertSeverity,
      alert.value,
      alert.rule.threshold,
      alert.at,
    ],
  );
  return row;
}

/** @returns undefined where it is not pending any more */
export async function fireAlert(
  tx: Queryable,
  change: { id: string; value: number; at: Date },
): Promise<Alert | undefined> {
  const [row] = await tx.query<Alert>(
    `update alerts set state = 'FIRING', value = $2, fired_at = $3 where id = $1 and state = 'PENDING'
     returning ${alertColumns}`,
    [change.id, change.value, change.at],
  );
  return row;
}

/** @returns undefined where it is resolved already */
export async function resolveAlert(
  tx: Queryable,
  change: { id: string; value: number; at: Date },
): Promise<Alert | undefined> {
  const [row] = await tx.query<Alert>(
    `update alerts set state = 'RESOLVED', value = $2, resolved_at = $3 where id = $1 and state <> 'RESOLVED'
     returning ${alertColumns}`,
    [change.id, change.value, change.at],
  );
  return row;
}

/** Resolves what the rule has open, with the value that it had. */
export function resolveAlertsOf(tx: Queryable, ruleId: string, at: Date): Promise<Alert[]> {
  return tx.query<Alert>(
    `update alerts set state = 'RESOLVED', resolved_at = $2 where rule_id = $1 and state <> 'RESOLVED'
     returning ${alertColumns}`,
    [ruleId, at],
  );
}

/** Forgets alerts that were resolved long ago. */
export async function forgetResolved(tx: Queryable): Promise<void> {
  await tx.query('delete from alerts where resolved_at < now() - make_interval(days => $1)', [keptDays]);
}
