import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, AlertRule } from '../../../schema/generated/ops.ts';
import { transitions } from './machine.ts';

const rule: AlertRule = {
  id: 'rule_1',
  name: 'slow search',
  metric: 'latency_p99',
  operator: 'GT',
  threshold: 0.3,
  severity: 'WARNING',
  durationSeconds: 60,
  createdAt: new Date(0),
};
const start = new Date('2026-11-23T08:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const alert = (state: Alert['state']): Alert => ({
  id: 'alert_1',
  rule,
  state,
  severity: 'WARNING',
  value: 0.5,
  threshold: 0.3,
  startedAt: start,
  firedAt: null,
  resolvedAt: null,
});
const measured =
  (value: number | null, settled = true) =>
  () => ({ value, settled });

test('a condition that is first seen opens a pending alert, and a rule without duration fires at once', () => {
  assert.deepEqual(transitions([rule], [], measured(0.4), start), [
    { kind: 'open', rule, state: 'PENDING', value: 0.4, at: start },
  ]);
  const atOnce = { ...rule, durationSeconds: 0 };
  assert.deepEqual(transitions([atOnce], [], measured(0.4), start), [
    { kind: 'open', rule: atOnce, state: 'FIRING', value: 0.4, at: start },
  ]);
});

test('an alert fires once, when its condition has held for the duration', () => {
  const pending = [alert('PENDING')];
  assert.deepEqual(transitions([rule], pending, measured(0.4), later(59.9)), []);
  assert.deepEqual(transitions([rule], pending, measured(0.4), later(60)), [
    { kind: 'fire', alert: pending[0], value: 0.4, at: later(60) },
  ]);
  assert.deepEqual(transitions([rule], [alert('FIRING')], measured(0.9), later(61)), []);
});

test('an alert resolves when its condition ceases, whether it fired or not', () => {
  for (const state of ['PENDING', 'FIRING'] as const) {
    const open = alert(state);
    assert.deepEqual(transitions([rule], [open], measured(0.3), later(90)), [
      { kind: 'resolve', alert: open, value: 0.3, at: later(90) },
    ]);
  }
});

test('where nothing was measured a condition does not hold, and an alert keeps the last value it had', () => {
  assert.deepEqual(transitions([rule], [], measured(null), start), []);
  const open = alert('FIRING');
  assert.deepEqual(transitions([rule], [open], measured(null), later(90)), [
    { kind: 'resolve', alert: open, value: 0.5, at: later(90) },
  ]);
});

test('an alert is not resolved by a process that has not watched for long enough', () => {
  assert.deepEqual(transitions([rule], [alert('FIRING')], measured(null, false), later(90)), []);
  assert.deepEqual(transitions([rule], [alert('FIRING')], measured(0.1, false), later(90)), []);
});

test('each operator compares as its name says, at the threshold too', () => {
  const opens = (operator: AlertRule['operator'], value: number) =>
    transitions([{ ...rule, operator }], [], measured(value), start).length === 1;
  assert.deepEqual(
    (['GT', 'GTE', 'LT', 'LTE'] as const).map((operator) => [0.2, 0.3, 0.4].map((v) => opens(operator, v))),
    [
      [false, false, true],
      [false, true, true],
      [true, false, false],
      [true, true, false],
    ],
  );
});
