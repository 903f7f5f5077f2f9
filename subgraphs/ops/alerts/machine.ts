import type { Alert, AlertOperator, AlertRule } from '../../../schema/generated/ops.ts';
import type { Measurement } from '../metrics/window.ts';

/** An alert that begins, or the next state of one that is under way. */
export type Transition =
  | { kind: 'open'; rule: AlertRule; state: 'PENDING' | 'FIRING'; value: number; at: Date }
  | { kind: 'fire'; alert: Alert; value: number; at: Date }
  | { kind: 'resolve'; alert: Alert; value: number; at: Date };

const compare: Record<AlertOperator, (value: number, threshold: number) => boolean> = {
  GT: (value, threshold) => value > threshold,
  GTE: (value, threshold) => value >= threshold,
  LT: (value, threshold) => value < threshold,
  LTE: (value, threshold) => value <= threshold,
};

/**
 * What changes at `now`: an alert opens when its rule's condition is first seen, fires once the condition has held for
 * the rule's duration, and resolves when it ceases. A condition does not hold where nothing was measured; it ceases
 * only once the measurement is settled, so that an alert survives the start of a process that has seen little yet.
 * @param unresolved the alerts that are pending or firing
 */
export function transitions(
  rules: readonly AlertRule[],
  unresolved: readonly Alert[],
  measure: (metric: string) => Measurement,
  now: Date,
): Transition[] {
  const alertOf = new Map(unresolved.map((alert) => [alert.rule.id, alert]));
  return rules.flatMap((rule) => next(rule, alertOf.get(rule.id), measure(rule.metric), now));
}

function next(rule: AlertRule, alert: Alert | undefined, measured: Measurement, at: Date): Transition[] {
  const { value, settled } = measured;
  if (value === null || !compare[rule.operator](value, rule.threshold)) {
    return alert && settled ? [{ kind: 'resolve', alert, value: value ?? alert.value, at }] : [];
  }
  const held = at.getTime() - (alert?.startedAt ?? at).getTime();
  const fires = held >= rule.durationSeconds * 1000;
  if (!alert) return [{ kind: 'open', rule, state: fires ? 'FIRING' : 'PENDING', value, at }];
  return fires && alert.state === 'PENDING' ? [{ kind: 'fire', alert, value, at }] : [];
}
